-- Net promoter score: each survey's latest answer on 0 to 10; promoters say 9 or 10, detractors 6 or less. Basis: the answer.
CREATE OR REPLACE VIEW nps_items AS
SELECT
	*,
	CAST(score >= 9, 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')     AS seconds,
	basis_at                            AS judged_at,
	toInt64(1)                          AS weight
FROM survey_answers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE answered AND instrument = 'nps';

CREATE OR REPLACE VIEW kpi_nps AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	promoters + passives + detractors                             AS n,
	touchstone_nps(promoters, passives, detractors)               AS value,
	promoters                                                     AS numerator,
	n                                                             AS denominator,
	touchstone_nps_low(promoters, passives, detractors)           AS low,
	touchstone_nps_high(promoters, passives, detractors)          AS high,
	toUInt64(0)                                                   AS immature,
	sumIf(weight, score >= 9)                                     AS promoters,
	sumIf(weight, score > 6 AND score < 9)                        AS passives,
	sumIf(weight, score <= 6)                                     AS detractors,
	map(
		'0', sumIf(weight, score = 0),
		'1', sumIf(weight, score = 1),
		'2', sumIf(weight, score = 2),
		'3', sumIf(weight, score = 3),
		'4', sumIf(weight, score = 4),
		'5', sumIf(weight, score = 5),
		'6', sumIf(weight, score = 6),
		'7', sumIf(weight, score = 7),
		'8', sumIf(weight, score = 8),
		'9', sumIf(weight, score = 9),
		'10', sumIf(weight, score = 10))                           AS distribution
FROM nps_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
