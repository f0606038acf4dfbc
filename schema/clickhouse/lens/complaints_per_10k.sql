-- Complaints as others relate them: to what came in. In the number's own unit, per 10,000.
CREATE OR REPLACE VIEW lens_complaints_per_10k AS
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
		touchstone_lens_value('of_cases', sum(weight), 10000 * sumIf(weight, complaint) / nullIf(sum(weight), 0))] AS entries
	FROM cases_opened_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
