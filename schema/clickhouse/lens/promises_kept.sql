-- Promises kept as others count it, on the same ledger, and what never falls due.
CREATE OR REPLACE VIEW lens_promises_kept AS
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
		touchstone_lens_share('running_counted', sumIf(weight, items.done_at <= due_at AND said_broken_at IS NULL), sum(weight)),
		touchstone_lens_share('standards_only', sumIf(weight, kept = 1 AND NOT startsWith(metric, 'promise:')), sumIf(weight, mature AND NOT startsWith(metric, 'promise:'))),
		touchstone_lens_share('spoken_only', sumIf(weight, kept = 1 AND startsWith(metric, 'promise:')), sumIf(weight, mature AND startsWith(metric, 'promise:')))] AS entries
	FROM promises_kept_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
	UNION ALL
	SELECT [
		touchstone_lens_left('unpromised', count())] AS entries
	FROM promises_undue(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
