-- Of the cases named, one row for each after which a survey is due, for it was resolved or escalated: whether one was delivered, sent by
-- which sources, and answered. Whether what was sent counts as delivered, `touchstone_reached` says: a source may tell deliveries one day.
-- Basis: the first of these steps.
CREATE OR REPLACE VIEW eligible_cases_of AS
SELECT
	case_id,
	simulated,
	times[eligible]                                                                AS basis_at,
	teams[eligible]                                                                AS team,
	agents[eligible]                                                               AS agent,
	channels[eligible]                                                             AS channel,
	customers[eligible]                                                            AS customer,
	tiers[eligible]                                                                AS tier,
	topics[eligible]                                                               AS topic,
	priorities[eligible]                                                           AS priority,
	arrayExists(type -> type IN ('case.escalated', 'complaint.escalated'), types)  AS escalated,
	has(types, 'survey.delivered')                                                 AS said_delivered,
	arraySort(arrayDistinct(arrayFilter((source, type) -> type = 'survey.sent', steps.source, types))) AS sent_by,
	arrayExists((type, time, name) -> type = 'survey.answered' AND time >= sent.3[indexOf(sent.2, name)],
		types, times, steps.survey)                                                AS replied
FROM
(
	SELECT
		*,
		touchstone_sent(timed, steps.survey, times) AS sent,
		arrayFirstIndex(type -> type IN ('case.resolved', 'case.escalated', 'complaint.escalated'), types) AS eligible
	FROM steps_of(cases = {cases:Array(String)})
)
WHERE eligible > 0;

-- The same of all cases that were first resolved or escalated from `from` to before `to`.
CREATE OR REPLACE VIEW eligible_cases AS
SELECT *
FROM eligible_cases_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 68) != 0
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

-- Whether a survey reached the customer: somebody says so, or it was sent by a source that never tells (`tellers` do).
CREATE OR REPLACE FUNCTION touchstone_reached AS (said_delivered, sent_by, tellers) ->
	said_delivered OR NOT hasAll(tellers, sent_by);
