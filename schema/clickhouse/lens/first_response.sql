-- First response as others count it, and who is not in it: whoever was never answered.
CREATE OR REPLACE VIEW lens_first_response AS
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
		touchstone_lens_left('no_reply', countIf(replied_at IS NULL)),
		touchstone_lens_value('mean', countIf(replied_at IS NOT NULL), avgIf(dateDiff('millisecond', basis_at, assumeNotNull(replied_at)) / 1000, replied_at IS NOT NULL)),
		touchstone_lens_value('p90', countIf(replied_at IS NOT NULL), quantileExactInclusiveIf(0.9)(dateDiff('millisecond', basis_at, assumeNotNull(replied_at)) / 1000, replied_at IS NOT NULL)),
		touchstone_lens_value('first_opening_only', countIf(arrival AND replied_at IS NOT NULL), quantileExactInclusiveIf(0.5)(dateDiff('millisecond', basis_at, assumeNotNull(replied_at)) / 1000, arrival AND replied_at IS NOT NULL))] AS entries
	FROM responses(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
