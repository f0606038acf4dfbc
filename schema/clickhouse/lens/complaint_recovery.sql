-- The other steps of recovery, each of which somebody calls the recovery rate.
CREATE OR REPLACE VIEW lens_complaint_recovery AS
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
		touchstone_lens_share('remedied', sumIf(weight, remedied AND remedied_mature), sumIf(weight, remedied_mature)),
		touchstone_lens_share('no_relapse', sumIf(weight, no_relapse AND no_relapse_mature), sumIf(weight, no_relapse_mature)),
		touchstone_lens_share('retained', sumIf(weight, retained AND retained_mature), sumIf(weight, retained_mature)),
		touchstone_lens_share('remedied_ever', sumIf(weight, remedied_at IS NOT NULL), sum(weight))] AS entries
	FROM complaint_recovery_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
