-- Every stored delivery of every event, as it was when it happened. A delivery repeated after a crash may stand twice
-- until parts merge: read `service_events`, which counts an event once.
CREATE TABLE IF NOT EXISTS events
(
	source        LowCardinality(String)           COMMENT 'who says so: with id, the identity of the event',
	id            String                           COMMENT 'the source''s own id of the event',
	type          LowCardinality(String)           COMMENT 'what happened, as case.opened',
	time          DateTime64(3, 'UTC')             COMMENT 'when it happened',
	received_at   DateTime64(3, 'UTC')             COMMENT 'when ingest took it',
	case_id       String                           COMMENT 'the case it belongs to; empty for what happens to a customer, team or agent',
	team          LowCardinality(String)           COMMENT 'as on this event; empty: not said',
	agent         LowCardinality(String)           COMMENT 'as on this event; empty: not said',
	channel       LowCardinality(String)           COMMENT 'phone, chat, email, web, counter, social, other; empty: not said',
	customer      String                           COMMENT 'pseudonym (keyed hash) of the customer; empty: not said',
	tier          LowCardinality(String)           COMMENT 'the customer''s tier as of the event; empty: not said',
	topic         LowCardinality(String)           COMMENT 'as on this event; empty: not said',
	priority      LowCardinality(String)           COMMENT 'as on this event; empty: not said',
	attributes    Map(LowCardinality(String), String) COMMENT 'what else the source knows; no KPI reads it',
	kind          LowCardinality(String)           COMMENT 'case.opened: request or complaint; promise.*: the kind of promise',
	reason        LowCardinality(String)           COMMENT 'case.opened: the cause the customer gives',
	severity      LowCardinality(String),
	resolution    LowCardinality(String)           COMMENT 'how it ended, in the source''s words',
	level         LowCardinality(String)           COMMENT 'level of an escalation',
	status        LowCardinality(String)           COMMENT 'case.recorded: the source''s own status of the case',
	wait_known    Bool DEFAULT true                COMMENT 'case.abandoned: false when the source does not tell when the customer gave up',
	remedy        String,
	satisfied     Nullable(UInt8)                  COMMENT 'complaint.confirmed and .followed_up: the customer''s answer, 1 to 5',
	step          LowCardinality(String)           COMMENT 'complaint.step: the step taken',
	survey        String                           COMMENT 'the invitation; empty: the event''s own id stands for it',
	instrument    LowCardinality(String)           COMMENT 'csat, nps, ces, servqual, fcr, voice',
	score         Nullable(Float64),
	scale         Nullable(UInt8)                  COMMENT 'highest score of the scale; csat and staff surveys: 5 unless said',
	comment       String,
	had_problem   Nullable(Bool),
	spoke_up      Nullable(Bool),
	items         Array(Tuple(dimension String, expectation Float64, perception Float64)) COMMENT 'SERVQUAL items',
	promise       String                           COMMENT 'id of the promise',
	due           Nullable(DateTime64(3, 'UTC'))   COMMENT 'when the promise falls due',
	from_team     LowCardinality(String)           COMMENT 'the department that was promised something',
	value         Nullable(Float64)                COMMENT 'customer.active: money of this activity, additive',
	procedural    Nullable(Float64)                COMMENT 'inspection score 0 to 100',
	personal      Nullable(Float64)                COMMENT 'inspection score 0 to 100',
	tangibles     Nullable(Float64)                COMMENT 'inspection score 0 to 100',
	state         LowCardinality(String)           COMMENT 'agent.state: available, busy, away, offline',
	breach        String                           COMMENT 'breach.acknowledged: ledger id of the broken promise',
	by            LowCardinality(String)           COMMENT 'breach.acknowledged: who acts',
	note          String,
	simulated     UInt8 MATERIALIZED source = 'touchstone/simulator' COMMENT '1: simulated traffic, removable as a whole'
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
ORDER BY (case_id, source, id);

-- Each event once, whatever was delivered twice.
CREATE VIEW IF NOT EXISTS service_events AS
SELECT *, simulated
FROM events
ORDER BY time, received_at
LIMIT 1 BY source, id;
