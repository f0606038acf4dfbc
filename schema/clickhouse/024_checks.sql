-- What is measured outside any case: checks of our own and what staff say. Idempotent: a row an event, however often delivered. The
-- key is all of a row, so that of two that differ under one id the same one counts whichever came first.
CREATE TABLE IF NOT EXISTS inspections
(
	time        DateTime64(3, 'UTC'),
	source      LowCardinality(String),
	id          String,
	team        LowCardinality(String),
	agent       LowCardinality(String),
	channel     LowCardinality(String),
	tier        LowCardinality(String),
	topic       LowCardinality(String),
	priority    LowCardinality(String),
	procedural  Nullable(Float64)       COMMENT '0 to 100; null: not looked at',
	personal    Nullable(Float64)       COMMENT '0 to 100; null: not looked at',
	tangibles   Nullable(Float64)       COMMENT '0 to 100; null: not looked at',
	simulated   UInt8                   COMMENT '1: simulated traffic, removable as a whole'
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
PRIMARY KEY (time, source, id)
ORDER BY (time, source, id, team, agent, channel, tier, topic, priority, procedural, personal, tangibles)
SETTINGS allow_nullable_key = 1, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS inspections_from_events TO inspections
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	time,
	source,
	id,
	team,
	agent,
	channel,
	tier,
	topic,
	priority,
	procedural,
	personal,
	tangibles,
	source = 'touchstone/simulator' AS simulated
FROM events
WHERE type = 'inspection.scored';

INSERT INTO inspections
SELECT time, source, id, team, agent, channel, tier, topic, priority, procedural, personal, tangibles, simulated
FROM events
WHERE type = 'inspection.scored';

-- Of a team and never of a person: an agent named by mistake is not kept here. Read the KPI, not the table: few answers tell who said what.
CREATE TABLE IF NOT EXISTS staff_surveys
(
	time       DateTime64(3, 'UTC'),
	source     LowCardinality(String),
	id         String,
	team       LowCardinality(String),
	channel    LowCardinality(String),
	tier       LowCardinality(String),
	topic      LowCardinality(String),
	priority   LowCardinality(String),
	score      Float64                 COMMENT '1 to scale',
	scale      UInt8                   COMMENT 'highest score of the scale',
	simulated  UInt8                   COMMENT '1: simulated traffic, removable as a whole'
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
PRIMARY KEY (time, source, id)
ORDER BY (time, source, id, team, channel, tier, topic, priority, score, scale)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS staff_surveys_from_events TO staff_surveys
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	time,
	source,
	id,
	team,
	channel,
	tier,
	topic,
	priority,
	assumeNotNull(score) AS score,
	ifNull(scale, 5) AS scale,
	source = 'touchstone/simulator' AS simulated
FROM (SELECT * FROM events WHERE type = 'staff.surveyed' AND score IS NOT NULL);

INSERT INTO staff_surveys
SELECT time, source, id, team, channel, tier, topic, priority, assumeNotNull(score), ifNull(scale, 5), simulated
FROM events
WHERE type = 'staff.surveyed' AND score IS NOT NULL;

-- The sources that tell when a survey has reached the customer. Of all others, what was sent counts as delivered.
CREATE TABLE IF NOT EXISTS survey_deliverers
(
	source     LowCardinality(String),
	simulated  UInt8                  COMMENT '1: simulated traffic, removable as a whole'
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
ORDER BY source
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS survey_deliverers_from_events TO survey_deliverers
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT DISTINCT source, source = 'touchstone/simulator' AS simulated
FROM events
WHERE type = 'survey.delivered';

INSERT INTO survey_deliverers
SELECT DISTINCT source, simulated
FROM events
WHERE type = 'survey.delivered';

-- What older events no longer tell, the cases still do.
INSERT INTO survey_deliverers
SELECT DISTINCT step.source, simulated
FROM (SELECT simulated, arrayJoin(steps) AS step FROM cases WHERE bitAnd(facts, 8) != 0)
WHERE step.type = 'survey.delivered';
