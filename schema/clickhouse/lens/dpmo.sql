-- Defects as others count them, on the same ledger: of cases instead of opportunities; and what never falls due.
CREATE OR REPLACE VIEW lens_dpmo AS
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
	WITH uniqExactIf(case_id, mature) AS units
	SELECT [
		touchstone_lens_value('per_unit', units, 1e6 * sumIf(weight, kept = 0) / units),
		touchstone_lens_value('defective', units, 1e6 * uniqExactIf(case_id, kept = 0) / units)] AS entries
	FROM dpmo_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
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
