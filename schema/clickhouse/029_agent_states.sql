-- What agents say they are doing. Idempotent: a row an event, however often delivered. The key is all of a row, so that of two that
-- differ under one id the same one counts whichever came first. `feed_staff` tells who is in which state.
CREATE TABLE IF NOT EXISTS agent_states
(
	time       DateTime64(3, 'UTC'),
	source     LowCardinality(String),
	id         String,
	agent      LowCardinality(String),
	team       LowCardinality(String)  COMMENT 'as on the event; empty: not said',
	channel    LowCardinality(String)  COMMENT 'as on the event; empty: not said',
	state      LowCardinality(String)  COMMENT 'available, busy, away, offline',
	simulated  UInt8                   COMMENT '1: simulated traffic, removable as a whole'
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
PRIMARY KEY (time, source, id)
ORDER BY (time, source, id, agent, team, channel, state)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS agent_states_from_events TO agent_states
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	time,
	source,
	id,
	agent,
	team,
	channel,
	state,
	source = 'touchstone/simulator' AS simulated
FROM events
WHERE type = 'agent.state' AND agent != '' AND state != '';

INSERT INTO agent_states
SELECT time, source, id, agent, team, channel, state, simulated
FROM events
WHERE type = 'agent.state' AND agent != '' AND state != '';
