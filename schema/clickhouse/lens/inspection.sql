-- The two sides of a check, each alone.
CREATE OR REPLACE VIEW lens_inspection AS
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
		touchstone_lens_left('not_scored', sumIf(weight, score IS NULL)),
		touchstone_lens_value('procedural', sumIf(weight, procedural IS NOT NULL), avg(procedural)),
		touchstone_lens_value('personal', sumIf(weight, personal IS NOT NULL), avg(personal))] AS entries
	FROM inspection_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
