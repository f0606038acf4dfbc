-- Customer satisfaction: each survey's latest answer on a csat scale, brought to 1..5; satisfied is 4 and over, which is
-- (score - 1) / (scale - 1) >= 0.75. Basis: the answer. Surveys sent stand beside, by their own time.
CREATE OR REPLACE VIEW satisfaction_items AS
SELECT
	* EXCEPT (score),
	if(answered, touchstone_of_five(answers.score, scale), NULL) AS score,
	CAST(if(answered, score >= 4, NULL), 'Nullable(UInt8)')      AS kept,
	CAST(NULL, 'Nullable(Float64)')                              AS seconds,
	basis_at                                                     AS judged_at,
	toInt64(1)                                                   AS weight
FROM survey_answers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS answers
WHERE (answered AND instrument = 'csat') OR (NOT answered AND instrument IN ('csat', ''));

CREATE OR REPLACE VIEW kpi_satisfaction AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sumIf(weight, answered)                                       AS n,
	if(n = 0, NULL, numerator / n)                                AS value,
	sumIf(weight, kept)                                           AS numerator,
	n                                                             AS denominator,
	touchstone_wilson_low(numerator, n)                           AS low,
	touchstone_wilson_high(numerator, n)                          AS high,
	toUInt64(0)                                                   AS immature,
	if(n = 0, NULL, round(sum(weight * score), 9))                AS sum,
	if(n = 0, NULL, sum / n)                                      AS mean,
	if(n = 0, NULL, sumIf(weight, score = 5) / n)                 AS top_box,
	map(
		'1', sumIf(weight, score < 2),
		'2', sumIf(weight, score >= 2 AND score < 3),
		'3', sumIf(weight, score >= 3 AND score < 4),
		'4', sumIf(weight, score >= 4 AND score < 5),
		'5', sumIf(weight, score = 5))                            AS distribution,
	sumIf(weight, NOT answered)                                   AS sent
FROM satisfaction_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
