-- Who waits as others count it, and who does no longer. An age is in seconds.
CREATE OR REPLACE VIEW lens_waiting_now AS
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
		ended_at IS NOT NULL AS ended,
		next_at IS NULL AND NOT ended AND NOT lost AS waits
	SELECT [
		touchstone_lens_left('answered', countIf(next_at IS NULL AND ended AND answered_at IS NOT NULL)),
		touchstone_lens_left('ended_unanswered', countIf(next_at IS NULL AND ended AND answered_at IS NULL)),
		touchstone_lens_left('opened_later', countIf(next_at IS NOT NULL)),
		touchstone_lens_left('lost', countIf(next_at IS NULL AND NOT ended AND lost)),
		touchstone_lens_value('median_age', countIf(waits), quantileExactInclusiveIf(0.5)(dateDiff('millisecond', basis_at, {as_of:DateTime64(3, 'UTC')}) / 1000, waits)),
		touchstone_lens_value('first_opening_only', countIf(waits AND arrival), toFloat64(countIf(waits AND arrival)))] AS entries
	FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = {as_of:DateTime64(3, 'UTC')}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
