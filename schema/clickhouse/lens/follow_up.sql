-- Follow-up as others count it, on the same remedied complaints, and which complaints are none of these.
CREATE OR REPLACE VIEW lens_follow_up AS
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
		touchstone_lens_share('ever', sumIf(weight, followed_up_at IS NOT NULL), sum(weight))] AS entries
	FROM follow_up_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
	UNION ALL
	SELECT [
		touchstone_lens_left('not_remedied', countIf(remedied_at IS NULL))] AS entries
	FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}) AS items
	WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
		AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
		AND ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
