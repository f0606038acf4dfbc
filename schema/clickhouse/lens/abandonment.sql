-- Abandonment as others count it, and who is not in it: whoever still waits, or whose case ended without an answer.
CREATE OR REPLACE VIEW lens_abandonment AS
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
	WITH
		(SELECT marks FROM short_marks) AS marks,
		touchstone_short(marks, basis_at, gave_up_at) AS short
	SELECT [
		touchstone_lens_left('waiting', countIf(answered_at IS NULL AND NOT abandoned AND ended_at IS NULL AND NOT lost)),
		touchstone_lens_left('ended_unanswered', countIf(answered_at IS NULL AND NOT abandoned AND ended_at IS NOT NULL AND NOT lost)),
		touchstone_lens_left('lost', countIf(lost AND NOT abandoned)),
		touchstone_lens_share('without_short', countIf(abandoned AND NOT short), countIf((answered_at IS NOT NULL OR abandoned) AND NOT (abandoned AND short))),
		touchstone_lens_share('of_offered', countIf(abandoned), count())] AS entries
	FROM responses(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE arrival AND ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
