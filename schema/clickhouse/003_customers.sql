-- What customers did outside any case: activity and leaving. Idempotent: one row an event, however often delivered.
CREATE TABLE IF NOT EXISTS customer_activity
(
	customer   String               COMMENT 'pseudonym',
	time       DateTime64(3, 'UTC'),
	active     UInt8                COMMENT '1: was active, 0: left',
	source     LowCardinality(String),
	id         String,
	simulated  UInt8
)
ENGINE = ReplacingMergeTree
PARTITION BY simulated
ORDER BY (customer, time, source, id);

CREATE MATERIALIZED VIEW IF NOT EXISTS customer_activity_from_events TO customer_activity
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT customer, time, type = 'customer.active' AS active, source, id, source = 'touchstone/simulator' AS simulated
FROM events
WHERE type IN ('customer.active', 'customer.left') AND customer != '';
