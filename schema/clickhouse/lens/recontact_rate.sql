-- Repeat contact as others count it, on the same resolved cases, and who is in no figure: whoever is unknown and not judged yet.
CREATE OR REPLACE VIEW lens_recontact_rate AS
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
		touchstone_lens_left('unidentified_young', sumIf(weight, NOT mature AND customer = '')),
		touchstone_lens_share('on_topic', sumIf(weight, kept IS NOT NULL AND (came_later OR came_elsewhere_on_topic)), sumIf(weight, kept IS NOT NULL)),
		touchstone_lens_share('own_case_only', sumIf(weight, kept IS NOT NULL AND came_later), sumIf(weight, kept IS NOT NULL))] AS entries
	FROM recontact_rate_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
