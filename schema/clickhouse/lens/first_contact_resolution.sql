-- First-contact resolution as others count it, on the same resolved cases.
CREATE OR REPLACE VIEW lens_first_contact_resolution AS
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
		touchstone_lens_share('own_case_only', sumIf(weight, mature AND NOT came_back), sumIf(weight, mature)),
		touchstone_lens_share('any_topic', sumIf(weight, mature AND NOT (came_back OR came_elsewhere)), sumIf(weight, mature)),
		touchstone_lens_share('immature_counted', sumIf(weight, NOT (came_back OR came_elsewhere_on_topic)), sum(weight)),
		touchstone_lens_share('customer_says', sumIf(weight, mature AND said = 1), sumIf(weight, mature AND said IS NOT NULL))] AS entries
	FROM first_contact_resolution_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
