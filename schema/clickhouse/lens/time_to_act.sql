-- Time to act as others count it, on the same breaches.
CREATE OR REPLACE VIEW lens_time_to_act AS
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
		touchstone_lens_value('mean', countIf(seconds IS NOT NULL), avgIf(assumeNotNull(seconds), seconds IS NOT NULL)),
		touchstone_lens_value('p90', countIf(seconds IS NOT NULL), quantileExactInclusiveIf(0.9)(assumeNotNull(seconds), seconds IS NOT NULL))] AS entries
	FROM time_to_act_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
