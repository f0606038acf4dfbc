-- Of the cases named, every moment a known customer came (the opening, and each time they came back in the case), and the first
-- resolution, with what the case itself knows of coming back. `step` = `resolved`: this is that resolution.
CREATE OR REPLACE VIEW visits_of AS
SELECT
	case_id,
	simulated,
	step,
	resolved,
	times[step]      AS at,
	teams[step]      AS team,
	agents[step]     AS agent,
	channels[step]   AS channel,
	customers[step]  AS customer,
	tiers[step]      AS tier,
	topics[step]     AS topic,
	priorities[step] AS priority,
	step = resolved AND arrayExists((type, time) ->
			type IN ('case.contacted', 'case.reopened')
			AND time <= times[step] + INTERVAL 7 DAY,
		types, times) AS came_back,
	step = resolved AND arrayExists((type, time) ->
			type IN ('case.contacted', 'case.reopened')
			AND time >= times[step] AND time <= times[step] + INTERVAL 7 DAY,
		types, times) AS came_later,
	-- The customer's own word, where a survey asked whether it was resolved: the latest answer.
	arrayLast((step, type) -> type = 'survey.answered' AND step.instrument = 'fcr' AND step.time >= sent.3[indexOf(sent.2, step.survey)], steps, timed).score AS said
FROM
(
	SELECT
		*,
		indexOf(types, 'case.resolved')                  AS resolved,
		touchstone_sent(timed, steps.survey, times) AS sent
	FROM steps_of(cases = {cases:Array(String)})
)
ARRAY JOIN arrayFilter((step, type) -> step IN (opened, resolved) OR type = 'case.contacted', arrayEnumerate(types), types) AS step
WHERE step = resolved OR customer != '';

-- The same of all cases in which somebody came or something was resolved from `from` to before `to`.
CREATE OR REPLACE VIEW visits AS
SELECT *
FROM visits_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 21) != 0
))
WHERE at >= {from:DateTime64(3, 'UTC')};

-- The first resolution of each case, and whether its customer came back within seven days: in the case itself, or (a known customer)
-- with another case, opened or contacted. first_contact_resolution and recontact_rate derive from it. Cases are read once: of
-- each, its first resolution and every moment a known customer came, and then both are put together by customer.
CREATE OR REPLACE VIEW repeats AS
WITH
	arrayFilter(visit ->
			visit.at >= resolution.basis_at AND visit.at <= resolution.basis_at + INTERVAL 7 DAY
			AND visit.case_id != resolution.case_id,
		visits)          AS elsewhere
SELECT
	resolution.case_id   AS case_id,
	resolution.simulated AS simulated,
	resolution.basis_at  AS basis_at,
	resolution.team      AS team,
	resolution.agent     AS agent,
	resolution.channel   AS channel,
	customer,
	resolution.tier      AS tier,
	resolution.topic     AS topic,
	resolution.priority  AS priority,
	resolution.came_back AS came_back,
	resolution.came_later AS came_later,
	resolution.said      AS said,
	notEmpty(elsewhere)  AS came_elsewhere,
	arrayExists(visit -> resolution.topic = '' OR visit.topic IN ('', resolution.topic), elsewhere) AS came_elsewhere_on_topic
FROM
(
	SELECT
		customer,
		groupArrayIf(tuple(at, topic, case_id)::Tuple(at DateTime64(3, 'UTC'), topic String, case_id String), step != resolved) AS visits,
		groupArrayIf(
			tuple(case_id, simulated, at, team, agent, channel, tier, topic, priority, came_back, came_later, said)::Tuple(
				case_id String, simulated UInt8, basis_at DateTime64(3, 'UTC'),
				team String, agent String, channel String, tier String, topic String, priority String,
				came_back UInt8, came_later UInt8, said Nullable(Float64)),
			step = resolved
				AND at < {to:DateTime64(3, 'UTC')}
				AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
				AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})) AS resolutions
	FROM visits(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')} + INTERVAL 8 DAY)
	GROUP BY customer, if(customer = '', case_id, '')
)
ARRAY JOIN resolutions AS resolution;
