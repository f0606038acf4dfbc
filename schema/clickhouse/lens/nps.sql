-- What else is made of the same answers.
CREATE OR REPLACE VIEW lens_nps AS
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
		touchstone_lens_value('mean_of_ten', sum(weight), sum(weight * score) / nullIf(sum(weight), 0) * 10),
		touchstone_lens_value('promoters', sum(weight), 100 * sumIf(weight, score >= 9) / nullIf(sum(weight), 0))] AS entries
	FROM nps_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
