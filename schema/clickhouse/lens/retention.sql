-- Retention as others say it, and which customers are not in it: who was not active in the period before, and who is known from
-- cases alone.
CREATE OR REPLACE VIEW lens_retention AS
SELECT
	entry.part        AS part,
	entry.id          AS id,
	entry.n           AS n,
	entry.numerator   AS numerator,
	entry.denominator AS denominator,
	entry.value       AS value,
	entry.low         AS low,
	entry.high        AS high
FROM
(
	SELECT [
		touchstone_lens_left('new', sum(new)),
		touchstone_lens_left('returning', sum(returning)),
		touchstone_lens_share('churn', sum(lost), sum(denominator)),
		touchstone_lens_value('net', sum(denominator), (sum(numerator) + sum(new) + sum(returning)) / nullIf(sum(denominator), 0))] AS entries
	FROM kpi_retention(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)},
		by = [{by:String}], grain = ['total'], zone = {zone:String})
	WHERE ({by:String} = '' OR `group` = {group:String})
	UNION ALL
	SELECT [
		touchstone_lens_left('no_activity', uniqExact(customer))] AS entries
	FROM cases_opened_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE customer != ''
		AND ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
		AND customer NOT IN
		(
			SELECT customer
			FROM retention_items(
				from = {from:DateTime64(3, 'UTC')} - toIntervalMillisecond(dateDiff('millisecond', {from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')})),
				to = {to:DateTime64(3, 'UTC')}, teams = {teams:Array(String)}, channels = {channels:Array(String)})
			WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
		)
)
ARRAY JOIN entries AS entry;
