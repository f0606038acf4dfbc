-- Acknowledgements as others count them, on the same complaints. Working days: Monday to Friday of the business zone, around the clock,
-- for what is acknowledged and for what is due.
CREATE OR REPLACE VIEW lens_complaint_acknowledged AS
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
		touchstone_weekday_ms(made_at, {zone:String}) AS began,
		touchstone_weekday_ms(items.done_at, {zone:String}) - began <= 1000 * items.threshold_s AS in_time,
		ifNull(touchstone_weekday_ms({as_of:DateTime64(3, 'UTC')}, {zone:String}) - began > 1000 * items.threshold_s, false) AS over
	SELECT [
		touchstone_lens_share('working_days', sumIf(weight, over AND ifNull(in_time, false)), sumIf(weight, over)),
		touchstone_lens_share('ever', sumIf(weight, items.done_at IS NOT NULL), sum(weight))] AS entries
	FROM complaint_acknowledged_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
