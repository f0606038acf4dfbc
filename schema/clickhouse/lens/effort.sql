-- Effort as others count it, on the same answers.
CREATE OR REPLACE VIEW lens_effort AS
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
		touchstone_lens_share('top_two', sumIf(weight, answered AND score >= 6), sumIf(weight, answered)),
		touchstone_lens_value('mean_as_share', sumIf(weight, answered), (sum(weight * score) / nullIf(sumIf(weight, answered), 0) - 1) / 6)] AS entries
	FROM effort_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
