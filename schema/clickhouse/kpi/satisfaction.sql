-- Customer satisfaction: each survey's latest answer on a csat scale, brought to 1..5; satisfied is 4 and over, which is
-- (score - 1) / (scale - 1) >= 0.75. Basis: the answer. Surveys sent stand beside, by their own time.
CREATE OR REPLACE VIEW satisfaction_items AS
SELECT
	case_id,
	simulated,
	times[ix]      AS basis_at,
	teams[ix]      AS team,
	agents[ix]     AS agent,
	channels[ix]   AS channel,
	customers[ix]  AS customer,
	tiers[ix]      AS tier,
	topics[ix]     AS topic,
	priorities[ix] AS priority,
	step.type = 'survey.answered' AS answered,
	if(answered, 1 + 4 * (step.score - 1) / (if(step.scale = 0, 5, step.scale) - 1), NULL) AS score,
	if(answered, score >= 4, NULL) AS kept,
	CAST(NULL, 'Nullable(Float64)') AS seconds
FROM
(
	SELECT
		*,
		arrayMap(step -> (step.type, if(step.survey = '', step.source, ''), if(step.survey = '', step.id, step.survey)), steps) AS invitations,
		-- The latest of each invitation: an answer corrected counts once.
		arrayFilter((ix, later) -> later = 1 AND (
				(types[ix] = 'survey.answered' AND steps[ix].instrument = 'csat')
				OR (types[ix] = 'survey.sent' AND steps[ix].instrument IN ('csat', ''))),
			arrayEnumerate(steps),
			arrayReverse(arrayEnumerateUniq(arrayReverse(invitations), arrayReverse(steps.instrument)))) AS surveys
	FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 8)
)
ARRAY JOIN surveys AS ix, arrayMap(ix -> steps[ix], surveys) AS step
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_satisfaction AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	countIf(answered)                                                AS n,
	if(n = 0, NULL, numerator / n)                                   AS value,
	countIf(kept)                                                    AS numerator,
	n                                                                AS denominator,
	touchstone_wilson_low(numerator, n)                              AS low,
	touchstone_wilson_high(numerator, n)                             AS high,
	toUInt64(0)                                                      AS immature,
	if(n = 0, NULL, sum(score))                                       AS sum,
	if(n = 0, NULL, avg(score))                                   AS mean,
	if(n = 0, NULL, countIf(score = 5) / n)                          AS top_box,
	map('1', countIf(score < 2), '2', countIf(score >= 2 AND score < 3), '3', countIf(score >= 3 AND score < 4),
		'4', countIf(score >= 4 AND score < 5), '5', countIf(score = 5)) AS distribution,
	countIf(NOT answered)                                            AS sent
FROM satisfaction_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
