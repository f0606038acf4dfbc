-- What customers answered today, up to a moment: the latest answer to each survey, the newest first. `good` is what its KPI counts: satisfied
-- (csat), a promoter (nps), easy (ces). Other instruments have no such word. `today` counts all of them, in every row.
CREATE OR REPLACE VIEW feed_answers AS
SELECT
	row_number() OVER (ORDER BY at DESC, case_id, instrument, score) AS place,
	case_id,
	basis_at                                                         AS at,
	team,
	agent,
	channel,
	tier,
	topic,
	instrument,
	score,
	multiIf(scale != 0, toUInt8(scale), instrument = 'nps', 10, instrument = 'ces', 7, 5) AS scale,
	toBool(multiIf(
		instrument = 'nps', score >= 9,
		instrument = 'ces', score >= 5,
		touchstone_of_five(score, scale) >= 4))                      AS good,
	count() OVER ()                                                  AS today
FROM
(
	SELECT case_id, basis_at, team, agent, channel, tier, topic, instrument, answers.scale AS scale, assumeNotNull(answers.score) AS score
	FROM survey_answers(
		from     = toDateTime64(toStartOfDay(toTimeZone({as_of:DateTime64(3, 'UTC')}, {zone:String})), 3, 'UTC'),
		to       = {as_of:DateTime64(3, 'UTC')} + INTERVAL 1 MILLISECOND,
		teams    = {teams:Array(String)},
		channels = {channels:Array(String)}) AS answers
	WHERE answered
		AND instrument IN ('csat', 'nps', 'ces')
		AND answers.score IS NOT NULL
);
