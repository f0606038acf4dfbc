-- Resolution time as others count it.
CREATE OR REPLACE VIEW lens_resolution_time AS
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
		touchstone_lens_value('mean', countIf(is_last AND basis_at >= opened_at), avgIf(dateDiff('millisecond', assumeNotNull(opened_at), basis_at) / 1000, is_last AND ifNull(basis_at >= opened_at, false))),
		touchstone_lens_value('p90', countIf(is_last AND basis_at >= opened_at), quantileExactInclusiveIf(0.9)(dateDiff('millisecond', assumeNotNull(opened_at), basis_at) / 1000, is_last AND ifNull(basis_at >= opened_at, false))),
		touchstone_lens_value('to_first_resolution', countIf(is_first AND basis_at >= opened_at), quantileExactInclusiveIf(0.5)(dateDiff('millisecond', assumeNotNull(opened_at), basis_at) / 1000, is_first AND ifNull(basis_at >= opened_at, false)))] AS entries
	FROM resolutions(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
