-- Who said that they act upon a broken promise. Idempotent: a row an event, however often delivered; the first by (time, id)
-- counts. The note is in no key, so that it can be taken away with what else was written freely of a customer; of two that
-- differ under one id the greater stands, whichever came first.
CREATE TABLE IF NOT EXISTS breach_actions
(
	breach     String                               COMMENT 'promise_id of the ledger',
	time       DateTime64(3, 'UTC')                 COMMENT 'when it was said',
	source     LowCardinality(String),
	id         String,
	by         LowCardinality(String)               COMMENT 'who acts; empty: not said',
	case_id    String,
	simulated  UInt8                                COMMENT '1: simulated traffic, removable as a whole',
	note       SimpleAggregateFunction(max, String) COMMENT 'what they wrote'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
PRIMARY KEY (breach, time, id)
ORDER BY (breach, time, id, source, by, case_id, simulated)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS breach_actions_from_events TO breach_actions
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	breach,
	time,
	source,
	id,
	by,
	case_id,
	source = 'touchstone/simulator' AS simulated,
	max(note)                       AS note
FROM events
WHERE type = 'breach.acknowledged'
GROUP BY breach, time, source, id, by, case_id, simulated;

INSERT INTO breach_actions
SELECT breach, time, source, id, by, case_id, source = 'touchstone/simulator' AS simulated, max(note)
FROM events
WHERE type = 'breach.acknowledged'
GROUP BY breach, time, source, id, by, case_id, simulated;
