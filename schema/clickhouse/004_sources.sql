-- How far each source has got: the watermark of every number. Idempotent, so it does not count.
CREATE TABLE IF NOT EXISTS sources
(
	source         LowCardinality(String),
	simulated      UInt8,
	first_time     SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'earliest event',
	last_time      SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'latest event: the watermark',
	last_received  SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'when the source was last heard'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY (source, simulated);

CREATE MATERIALIZED VIEW IF NOT EXISTS sources_from_events TO sources
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	source,
	source = 'touchstone/simulator' AS simulated,
	min(time)        AS first_time,
	max(time)        AS last_time,
	max(received_at) AS last_received
FROM events
GROUP BY source, simulated;
