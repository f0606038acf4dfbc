-- The formulas in use for the service level, on the same contacts: they differ in what an abandoned contact is taken for;
-- and who arrived and is in none of them.
CREATE OR REPLACE VIEW lens_service_level AS
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
		touchstone_short(marks, basis_at, gave_up_at) AS short,
		ifNull(gave_up_at <= due_at, false) AS in_time
	SELECT [
		touchstone_lens_left('waiting_unpromised', sumIf(weight, waiting AND due_at IS NULL)),
		touchstone_lens_share('answered_only', sumIf(weight, kept), sumIf(weight, kept IS NOT NULL AND NOT abandoned)),
		touchstone_lens_share('early_abandons_served', sumIf(weight, kept OR (kept IS NOT NULL AND abandoned AND in_time)), sumIf(weight, kept IS NOT NULL)),
		touchstone_lens_share('late_abandons_only', sumIf(weight, kept), sumIf(weight, kept IS NOT NULL AND NOT (abandoned AND in_time))),
		touchstone_lens_share('short_abandons_credited', sumIf(weight, kept OR (kept IS NOT NULL AND abandoned AND short)), sumIf(weight, kept IS NOT NULL)),
		touchstone_lens_share('short_abandons_removed', sumIf(weight, kept), sumIf(weight, kept IS NOT NULL AND NOT (abandoned AND short)))] AS entries
	FROM service_level_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
	UNION ALL
	SELECT [
		touchstone_lens_left('ended_unanswered', countIf(answered_at IS NULL AND NOT abandoned AND ended_at IS NOT NULL AND NOT lost)),
		touchstone_lens_left('lost', countIf(lost AND NOT abandoned))] AS entries
	FROM responses(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE arrival AND ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
