-- The state of every case, idempotent: a set of steps, so that an event delivered twice, late or out of order leaves
-- the same state. One case may stand in several rows until parts merge; `case_steps` puts it together.
CREATE TABLE IF NOT EXISTS cases
(
	case_id     String,
	simulated   UInt8 COMMENT '1: simulated traffic, removable as a whole',
	first_time  SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'earliest event of this row',
	last_time   SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'latest event of this row',
	facts       SimpleAggregateFunction(groupBitOr, UInt8)
		COMMENT 'what this row holds: 1 opening or reopening, 2 complaint opened, 4 resolution, 8 survey, 16 customer came back',
	steps       SimpleAggregateFunction(groupUniqArrayArray, Array(Tuple(
		time DateTime64(3, 'UTC'), id String, source String, type String,
		team String, agent String, channel String, customer String, tier String, topic String, priority String,
		kind String, reason String, satisfied UInt8, wait_known Bool,
		survey String, instrument String, score Nullable(Float64), scale UInt8)))
		COMMENT 'everything that happened in the case; 0 stands for a missing satisfied or scale'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY (case_id, simulated);

CREATE MATERIALIZED VIEW IF NOT EXISTS cases_from_events TO cases
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	case_id,
	simulated,
	min(time) AS first_time,
	max(time) AS last_time,
	groupBitOr(toUInt8(multiIf(
		type = 'case.opened' AND kind = 'complaint', 3,
		type IN ('case.opened', 'case.reopened'), 1,
		type = 'case.resolved', 4,
		startsWith(type, 'survey.'), 8,
		type = 'case.contacted', 16,
		0))) AS facts,
	groupUniqArray(tuple(
		time, id, toString(source), toString(type),
		toString(team), toString(agent), toString(channel), customer, toString(tier), toString(topic), toString(priority),
		toString(kind), toString(reason), ifNull(satisfied, 0), wait_known,
		survey, toString(instrument), score, ifNull(scale, 0))) AS steps
FROM (SELECT *, source = 'touchstone/simulator' AS simulated FROM events)
WHERE case_id != ''
GROUP BY case_id, simulated;

-- The cases in which something of `facts` (0: anything) may have happened from `from` to before `to`: their steps in order of
-- (time, id), each once, and beside each step the dimensions known then: its own, else those of the latest earlier
-- step that says them, else those of the opening.
CREATE VIEW IF NOT EXISTS case_steps AS
SELECT
	case_id,
	simulated,
	steps,
	steps.time AS times,
	steps.type AS types,
	indexOf(types, 'case.opened') AS opened,
	arrayMap(known -> if(known = '', steps[opened].team, known),     arrayFill(said -> said != '', steps.team))     AS teams,
	arrayMap(known -> if(known = '', steps[opened].agent, known),    arrayFill(said -> said != '', steps.agent))    AS agents,
	arrayMap(known -> if(known = '', steps[opened].channel, known),  arrayFill(said -> said != '', steps.channel))  AS channels,
	arrayMap(known -> if(known = '', steps[opened].customer, known), arrayFill(said -> said != '', steps.customer)) AS customers,
	arrayMap(known -> if(known = '', steps[opened].tier, known),     arrayFill(said -> said != '', steps.tier))     AS tiers,
	arrayMap(known -> if(known = '', steps[opened].topic, known),    arrayFill(said -> said != '', steps.topic))    AS topics,
	arrayMap(known -> if(known = '', steps[opened].priority, known), arrayFill(said -> said != '', steps.priority)) AS priorities
FROM
(
	SELECT
		case_id,
		simulated,
		arrayFilter((step, delivery) -> delivery = 1, sorted, arrayEnumerateUniq(sorted.source, sorted.id)) AS steps
	FROM
	(
		SELECT case_id, max(simulated) AS simulated, arraySort(groupUniqArrayArray(steps)) AS sorted
		FROM cases
		WHERE case_id IN
		(
			SELECT case_id
			FROM cases
			WHERE first_time < {to:DateTime64(3, 'UTC')}
				AND last_time >= {from:DateTime64(3, 'UTC')}
				AND ({facts:UInt8} = 0 OR bitAnd(facts, {facts:UInt8}) != 0)
		)
		GROUP BY case_id
	)
);
