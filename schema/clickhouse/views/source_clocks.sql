-- Stretches of time in which a source's clock seems wrong by half an hour or more, in steps of a quarter of an hour as zones
-- and summer time go: every event, in at least six times five minutes with events, came so much later than it says it happened
-- (or, refused, so much earlier), and hardly more. A replay comes late by ever less, a batch by all up to its length,
-- a single latecomer is alone: none of them is steady. What is sent on with a constant delay looks the same as a wrong clock.
-- offset_s: seconds the clock is behind; negative: ahead. since and until are by the clock in question; until null: still so.
CREATE OR REPLACE VIEW source_clocks AS
WITH
	cells AS
	(
		SELECT toString(source) AS source, simulated, at, min(source_lags.lag_s) AS lag_s, toUInt64(0) AS refused
		FROM source_lags
		WHERE at >= {from:DateTime64(3, 'UTC')} AND at < {to:DateTime64(3, 'UTC')}
		GROUP BY source, simulated, at
		UNION ALL
		-- What was refused because it lies in the future.
		SELECT source, simulated, toStartOfFiveMinutes(toDateTime(said, 'UTC')) AS at, min(dateDiff('second', said, taken)) AS lag_s, count() AS refused
		FROM
		(
			SELECT
				id,
				toString(any(quarantine.source))   AS source,
				max(quarantine.simulated)          AS simulated,
				min(first_received)                AS taken,
				parseDateTime64BestEffortOrNull(JSONExtractString(any(event), 'time'), 3, 'UTC') AS said
			FROM quarantine
			WHERE path = 'time' AND last_received >= {from:DateTime64(3, 'UTC')} AND first_received < {to:DateTime64(3, 'UTC')}
			GROUP BY id
		)
		WHERE said > taken AND said < taken + INTERVAL 1 DAY AND source != ''
		GROUP BY source, simulated, at
	),
	-- The least of six in a row, and then the most of such six: what is late alone is levelled, what goes on stays, edges stay in place.
	levelled AS
	(
		SELECT *, max(least_s) OVER (PARTITION BY source, simulated ORDER BY at, refused ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS level_s
		FROM
		(
			SELECT *, min(lag_s) OVER (PARTITION BY source, simulated ORDER BY at, refused ROWS BETWEEN CURRENT ROW AND 5 FOLLOWING) AS least_s
			FROM cells
		)
	),
	-- To the quarter of an hour, where what is left is what a delivery takes: two minutes less (clocks drift) to five more.
	offsets AS
	(
		SELECT
			*,
			toInt64(floor((level_s + 120) / 900)) AS quarters,
			if(level_s + 120 - 900 * quarters < 420 AND abs(quarters) >= 2 AND abs(quarters) <= 56, 900 * quarters, 0) AS offset_s
		FROM levelled
	),
	numbered AS
	(
		SELECT *, sum(turned) OVER (PARTITION BY source, simulated ORDER BY at, refused ROWS UNBOUNDED PRECEDING) AS stretch
		FROM
		(
			SELECT
				*,
				offset_s != lagInFrame(offset_s, 1, 0) OVER (PARTITION BY source, simulated ORDER BY at, refused ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS turned,
				max(at) OVER (PARTITION BY source, simulated) AS latest
			FROM offsets
		)
	)
SELECT
	source,
	simulated,
	offset_s,
	toDateTime64(min(at), 3, 'UTC')                                     AS since,
	if(max(at) = max(latest), NULL, toDateTime64(max(at), 3, 'UTC') + INTERVAL 5 MINUTE) AS until,
	count()                                                             AS spans,
	sum(refused)                                                        AS events_refused,
	quantileExact(0.5)(lag_s)                                           AS lag_s_p50,
	countIf(lag_s >= offset_s - 120 AND lag_s < offset_s + 420) / spans AS steady
FROM numbered
WHERE offset_s != 0
GROUP BY source, simulated, offset_s, stretch
HAVING spans >= 6 AND steady >= 0.7;

-- How late each source's events came, of what every five minutes had at least: the least, half and nine tenths.
CREATE OR REPLACE VIEW source_lateness AS
SELECT
	source,
	max(cells.simulated)                                                           AS simulated,
	touchstone_bucket(toDateTime64(at, 3, 'UTC'), {grain:String}, {zone:String})   AS bucket,
	count()                                                                        AS spans,
	min(lag_s)                                                                     AS lag_s_min,
	quantileExact(0.5)(lag_s)                                                      AS lag_s_p50,
	quantileExact(0.9)(lag_s)                                                      AS lag_s_p90
FROM
(
	SELECT source, simulated, at, min(source_lags.lag_s) AS lag_s
	FROM source_lags
	WHERE at >= {from:DateTime64(3, 'UTC')} AND at < {to:DateTime64(3, 'UTC')}
	GROUP BY source, simulated, at
) AS cells
GROUP BY source, bucket;
