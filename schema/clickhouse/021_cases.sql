-- The state of every case, again: its steps also know promises, what a survey asked about, and whether somebody spoke up; and
-- single cases are found in smaller granules (8192 rows of steps are megabytes). What events no longer tell is kept.
CREATE TABLE IF NOT EXISTS cases_kept
(
	case_id     String,
	simulated   UInt8,
	first_time  SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
	last_time   SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
	facts       SimpleAggregateFunction(groupBitOr, UInt8),
	steps       SimpleAggregateFunction(groupUniqArrayArray, Array(Tuple(
		time DateTime64(3, 'UTC'), id String, source String, type String,
		team String, agent String, channel String, customer String, tier String, topic String, priority String,
		kind String, reason String, satisfied UInt8, wait_known Bool,
		survey String, instrument String, score Nullable(Float64), scale UInt8)))
)
ENGINE = AggregatingMergeTree
ORDER BY (case_id, simulated);

-- Only where this file was interrupted after the table was dropped, below.
CREATE TABLE IF NOT EXISTS cases AS cases_kept
ENGINE = AggregatingMergeTree
ORDER BY (case_id, simulated);

INSERT INTO cases_kept
SELECT
	case_id,
	simulated,
	first_time,
	last_time,
	facts,
	arrayMap(step -> tuple(
		step.time, step.id, step.source, step.type,
		step.team, step.agent, step.channel, step.customer, step.tier, step.topic, step.priority,
		step.kind, step.reason, step.satisfied, step.wait_known,
		step.survey, step.instrument, step.score, step.scale), steps)
FROM cases
WHERE case_id NOT IN (SELECT case_id FROM events);

DROP VIEW IF EXISTS cases_from_events;

DROP TABLE IF EXISTS cases SYNC;

-- Idempotent: a set of steps, so that an event delivered twice, late or out of order leaves the same state. One case may stand
-- in several rows until parts merge; `case_steps` puts it together.
CREATE TABLE IF NOT EXISTS cases
(
	case_id     String,
	simulated   UInt8 COMMENT '1: simulated traffic, removable as a whole',
	first_time  SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'earliest event of this row',
	last_time   SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'latest event of this row',
	first_due   SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'earliest time a promise of this row is due; null: none says',
	last_due    SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'latest time a promise of this row is due',
	facts       SimpleAggregateFunction(groupBitOr, UInt8)
		COMMENT 'what this row holds: 1 opening or reopening, 2 complaint opened, 4 resolution, 8 survey, 16 customer came back, 32 promise, 64 escalation, 128 complaint remedied',
	steps       SimpleAggregateFunction(groupUniqArrayArray, Array(Tuple(
		time DateTime64(3, 'UTC'), id String, source String, type String,
		team String, agent String, channel String, customer String, tier String, topic String, priority String,
		kind String, reason String, satisfied UInt8, wait_known Bool,
		survey String, instrument String, score Nullable(Float64), scale UInt8,
		promise String, due Nullable(DateTime64(3, 'UTC')), from_team String,
		had_problem Nullable(Bool), spoke_up Nullable(Bool),
		items Array(Tuple(dimension String, expectation Float64, perception Float64)))))
		COMMENT 'everything that happened in the case; 0 stands for a missing satisfied or scale'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY (case_id, simulated)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS cases_from_events TO cases
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	case_id,
	simulated,
	min(time) AS first_time,
	max(time) AS last_time,
	min(due) AS first_due,
	max(due) AS last_due,
	groupBitOr(toUInt8(multiIf(
		type = 'case.opened' AND kind = 'complaint', 3,
		type IN ('case.opened', 'case.reopened'), 1,
		type = 'case.resolved', 4,
		startsWith(type, 'survey.'), 8,
		type = 'case.contacted', 16,
		startsWith(type, 'promise.'), 32,
		type IN ('case.escalated', 'complaint.escalated'), 64,
		type = 'complaint.remedied', 128,
		0))) AS facts,
	groupUniqArray(tuple(
		time, id, toString(source), toString(type),
		toString(team), toString(agent), toString(channel), customer, toString(tier), toString(topic), toString(priority),
		toString(kind), toString(reason), ifNull(satisfied, 0), wait_known,
		survey, toString(instrument), score, ifNull(scale, 0),
		promise, due, toString(from_team), had_problem, spoke_up, items)) AS steps
FROM (SELECT *, source = 'touchstone/simulator' AS simulated FROM events)
WHERE case_id != ''
GROUP BY case_id, simulated;

-- Once more what the view folds from now on: a set does not mind.
INSERT INTO cases
SELECT
	case_id,
	simulated,
	min(time),
	max(time),
	min(due),
	max(due),
	groupBitOr(toUInt8(multiIf(
		type = 'case.opened' AND kind = 'complaint', 3,
		type IN ('case.opened', 'case.reopened'), 1,
		type = 'case.resolved', 4,
		startsWith(type, 'survey.'), 8,
		type = 'case.contacted', 16,
		startsWith(type, 'promise.'), 32,
		type IN ('case.escalated', 'complaint.escalated'), 64,
		type = 'complaint.remedied', 128,
		0))),
	groupUniqArray(tuple(
		time, id, toString(source), toString(type),
		toString(team), toString(agent), toString(channel), customer, toString(tier), toString(topic), toString(priority),
		toString(kind), toString(reason), ifNull(satisfied, 0), wait_known,
		survey, toString(instrument), score, ifNull(scale, 0),
		promise, due, toString(from_team), had_problem, spoke_up, items))
FROM events
WHERE case_id != ''
GROUP BY case_id, simulated
SETTINGS optimize_aggregation_in_order = 1;

INSERT INTO cases
SELECT
	case_id,
	simulated,
	first_time,
	last_time,
	NULL,
	NULL,
	facts,
	arrayMap(step -> tuple(
		step.time, step.id, step.source, step.type,
		step.team, step.agent, step.channel, step.customer, step.tier, step.topic, step.priority,
		step.kind, step.reason, step.satisfied, step.wait_known,
		step.survey, step.instrument, step.score, step.scale,
		'', NULL, '', NULL, NULL, []), steps)
FROM cases_kept;

DROP TABLE IF EXISTS cases_kept SYNC;
