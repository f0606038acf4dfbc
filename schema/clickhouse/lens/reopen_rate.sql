-- Reopening as others count it, on the same resolved cases.
CREATE OR REPLACE VIEW lens_reopen_rate AS
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
		touchstone_lens_share('ever', sumIf(weight, reopened_at IS NOT NULL), sum(weight)),
		touchstone_lens_share('immature_counted', sumIf(weight, reopened_at <= judged_at), sum(weight))] AS entries
	FROM reopen_rate_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
