-- Customers who had a problem and said whether they had spoken up: of each invitation the latest answer, whatever its instrument, if it says
-- both; one before its survey was sent is none. An event that names no invitation is one of its own.
CREATE OR REPLACE VIEW voices_of AS
SELECT
	case_id,
	simulated,
	step.id                         AS id,
	times[ix]                       AS basis_at,
	teams[ix]                       AS team,
	agents[ix]                      AS agent,
	channels[ix]                    AS channel,
	customers[ix]                   AS customer,
	tiers[ix]                       AS tier,
	topics[ix]                      AS topic,
	priorities[ix]                  AS priority,
	ifNull(step.spoke_up, false)    AS spoke_up
FROM
(
	SELECT
		*,
		touchstone_sent(timed, steps.survey, times) AS sent,
		arrayMap((step, type) -> (type = 'survey.answered' AND NOT (step.time < sent.3[indexOf(sent.2, step.survey)]),
			if(step.survey = '', step.source, ''), if(step.survey = '', step.id, step.survey)), steps, timed) AS invitations,
		arrayFilter((ix, later) -> later = 1 AND invitations[ix].1 AND ifNull(steps[ix].had_problem, false) AND isNotNull(steps[ix].spoke_up),
			arrayEnumerate(steps),
			arrayReverse(arrayEnumerateUniq(arrayReverse(invitations)))) AS answers
	FROM steps_of(cases = {cases:Array(String)})
)
ARRAY JOIN answers AS ix, arrayMap(ix -> steps[ix], answers) AS step;

-- The same of what was said from `from` to before `to`.
CREATE OR REPLACE VIEW voices AS
SELECT *
FROM voices_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 8) != 0
		AND has(steps.had_problem, true)
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
