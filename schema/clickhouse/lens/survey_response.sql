-- Response as others count it, and who is not in it: cases over whose customer was never asked.
CREATE OR REPLACE VIEW lens_survey_response AS
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
		touchstone_lens_left('not_asked', sumIf(weight, NOT delivered)),
		touchstone_lens_share('of_eligible', sumIf(weight, answered), sum(weight))] AS entries
	FROM survey_response_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
)
ARRAY JOIN entries AS entry;
