-- The same customers with other leaving rates, and whose answers are not in it: of each customer the latest is.
CREATE OR REPLACE VIEW lens_expected_leavers AS
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
	WITH sumMap(distribution) AS customers
	SELECT [
		touchstone_lens_value('book', sum(n), arraySum((level, rate) -> customers[level] * rate, ['1', '2', '3', '4', '5'], [0.80, 0.40, 0.20, 0.10, 0.02])),
		touchstone_lens_value('measured', sum(n), touchstone_leavers_measured(customers,
			(SELECT groupArray((toString(level), leavers / answered)) FROM leaving_measured(as_of = {as_of:DateTime64(3, 'UTC')}))))] AS entries
	FROM kpi_expected_leavers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)},
		by = [{by:String}], grain = ['total'], zone = {zone:String})
	WHERE ({by:String} = '' OR `group` = {group:String})
	UNION ALL
	SELECT [
		touchstone_lens_left('answered_again', sumIf(weight, customer != '') - uniqExactIf(customer, customer != ''))] AS entries
	FROM expected_leavers_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
