-- A score on 1 to `scale` (0: 5) brought to 1 to 5. Satisfied is 4 and over: (score - 1) / (scale - 1) >= 0.75.
CREATE OR REPLACE FUNCTION touchstone_of_five AS (score, scale) ->
	1 + 4 * (score - 1) / (if(scale = 0, 5, scale) - 1);

-- Surveys as asked and as answered: of each invitation and instrument the latest sending and the latest answer, so that an
-- answer corrected counts once; one before its survey was sent is none. Basis: that event. An event that names no invitation is one of its own.
CREATE OR REPLACE VIEW survey_answers_of AS
SELECT
	case_id,
	simulated,
	step.source                     AS source,
	step.id                         AS id,
	times[ix]                       AS basis_at,
	teams[ix]                       AS team,
	agents[ix]                      AS agent,
	channels[ix]                    AS channel,
	customers[ix]                   AS customer,
	tiers[ix]                       AS tier,
	topics[ix]                      AS topic,
	priorities[ix]                  AS priority,
	step.type = 'survey.answered'   AS answered,
	step.instrument                 AS instrument,
	step.score                      AS score,
	step.scale                      AS scale,
	step.items                      AS items
FROM
(
	SELECT
		*,
		touchstone_sent(timed, steps.survey, times) AS sent,
		arrayMap((step, type) -> (
				if(type = 'survey.answered' AND step.time < sent.3[indexOf(sent.2, step.survey)], '', type),
				if(step.survey = '', step.source, ''), if(step.survey = '', step.id, step.survey)), steps, timed) AS invitations,
		arrayFilter((ix, later) -> later = 1 AND invitations[ix].1 IN ('survey.answered', 'survey.sent'),
			arrayEnumerate(steps),
			arrayReverse(arrayEnumerateUniq(arrayReverse(invitations), arrayReverse(steps.instrument)))) AS surveys
	FROM steps_of(cases = {cases:Array(String)})
)
ARRAY JOIN surveys AS ix, arrayMap(ix -> steps[ix], surveys) AS step;

-- The same of all surveys sent or answered from `from` to before `to`.
CREATE OR REPLACE VIEW survey_answers AS
SELECT *
FROM survey_answers_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 8) != 0
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
