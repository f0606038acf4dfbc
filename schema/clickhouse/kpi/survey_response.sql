-- Survey coverage and response. Item: a case that was resolved or escalated; basis: the first of these. Delivered: a survey reached
-- the customer, or was sent by a source that never tells. Kept: answered, of those delivered.
CREATE OR REPLACE VIEW survey_response_items AS
WITH (SELECT groupUniqArray(toString(source)) FROM survey_deliverers) AS deliverers
SELECT
	case_id,
	simulated,
	times[eligible]                  AS basis_at,
	teams[eligible]                  AS team,
	agents[eligible]                 AS agent,
	channels[eligible]               AS channel,
	customers[eligible]              AS customer,
	tiers[eligible]                  AS tier,
	topics[eligible]                 AS topic,
	priorities[eligible]             AS priority,
	arrayExists(type -> type IN ('case.escalated', 'complaint.escalated'), types) AS escalated,
	arrayExists(step ->
			step.type = 'survey.delivered'
			OR (step.type = 'survey.sent' AND NOT has(deliverers, step.source)),
		steps)                       AS delivered,
	delivered AND arrayExists((type, time, name) -> type = 'survey.answered' AND time >= sent.3[indexOf(sent.2, name)],
		types, times, steps.survey)  AS answered,
	CAST(if(delivered, answered, NULL), 'Nullable(UInt8)')     AS kept,
	CAST(NULL, 'Nullable(Float64)')  AS seconds,
	basis_at                         AS judged_at,
	toInt64(1)                       AS weight
FROM
(
	SELECT
		*,
		touchstone_sent(steps.type, steps.survey, times) AS sent,
		arrayFirstIndex(type -> type IN ('case.resolved', 'case.escalated', 'complaint.escalated'), types) AS eligible
	FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 68)
	WHERE eligible > 0
)
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_survey_response AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	delivered                                                     AS n,
	if(delivered = 0, NULL, numerator / delivered)                AS value,
	sumIf(weight, items.answered)                                 AS numerator,
	delivered                                                     AS denominator,
	touchstone_wilson_low(numerator, delivered)                   AS low,
	touchstone_wilson_high(numerator, delivered)                  AS high,
	toUInt64(0)                                                   AS immature,
	sum(weight)                                                   AS eligible,
	sumIf(weight, items.delivered)                                AS delivered,
	if(eligible = 0, NULL, delivered / eligible)                  AS coverage,
	CAST(
		tuple(
			tuple(
				sumIf(weight, NOT escalated),
				sumIf(weight, NOT escalated AND items.delivered),
				sumIf(weight, NOT escalated AND items.answered)),
			tuple(
				sumIf(weight, escalated),
				sumIf(weight, escalated AND items.delivered),
				sumIf(weight, escalated AND items.answered))),
		'Tuple(
			resolved Tuple(eligible UInt64, delivered UInt64, answered UInt64),
			escalated Tuple(eligible UInt64, delivered UInt64, answered UInt64))') AS outcomes
FROM survey_response_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
