-- How late each source's events come: for every five minutes by the source's own clock, the least time from when it says
-- something happened until ingest had it. A minimum, so that what comes twice, or again much later, changes nothing. From it
-- `source_clocks` tells a clock that is wrong.
CREATE TABLE IF NOT EXISTS source_lags
(
	source     LowCardinality(String),
	simulated  UInt8                               COMMENT '1: simulated traffic, removable as a whole',
	at         DateTime('UTC')                     COMMENT 'start of the five minutes, as the source''s clock had it',
	lag_s      SimpleAggregateFunction(min, Int64) COMMENT 'least seconds from the time said to the reception; negative: the source is ahead'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY (source, at, simulated)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS source_lags_from_events TO source_lags
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	source,
	source = 'touchstone/simulator'                   AS simulated,
	toStartOfFiveMinutes(toDateTime(time, 'UTC'))     AS at,
	min(dateDiff('second', time, received_at))        AS lag_s
FROM events
GROUP BY source, simulated, at;

INSERT INTO source_lags
SELECT
	source,
	source = 'touchstone/simulator',
	toStartOfFiveMinutes(toDateTime(time, 'UTC')) AS at,
	min(dateDiff('second', time, received_at))
FROM events
GROUP BY source, at;
