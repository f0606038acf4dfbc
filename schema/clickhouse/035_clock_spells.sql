-- Steps that came so late that the clock by which they were said may be wrong: half an hour (less the two minutes by which clocks drift)
-- to fifteen hours. Which of them were, `misdated` says. `cases` cannot tell: it does not know when a step came.
CREATE TABLE IF NOT EXISTS late_steps
(
	source       LowCardinality(String),
	time         DateTime64(3, 'UTC')                               COMMENT 'when it happened, by its source''s clock',
	id           String                                             COMMENT 'the source''s own id of the event',
	case_id      String,
	simulated    UInt8                                              COMMENT '1: simulated traffic, removable as a whole',
	received_at  SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'when ingest took it; of several deliveries the first that was late'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY (source, time, id, case_id, simulated)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS late_steps_from_events TO late_steps
DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
	source,
	time,
	id,
	case_id,
	source = 'touchstone/simulator' AS simulated,
	received_at
FROM events
WHERE case_id != ''
	AND dateDiff('second', time, received_at) BETWEEN 1680 AND 54000;

INSERT INTO late_steps
SELECT
	source,
	time,
	id,
	case_id,
	source = 'touchstone/simulator',
	received_at
FROM events
WHERE case_id != ''
	AND dateDiff('second', time, received_at) BETWEEN 1680 AND 54000;

-- Spells in which a source's clock was slow, as they were noticed, and what people said of them: all of them in one list, saved as a whole,
-- so that a question sees all of a save or nothing of it. Rows are versions of the list; the highest stands. Of two who save the same
-- version at once the one stored first stands.
CREATE TABLE IF NOT EXISTS clock_spells
(
	id         String                        COMMENT 'always clocks: there is one list',
	version    UInt32                        COMMENT 'from 1; the list before the first is empty',
	token      String                        COMMENT 'of the save: tells apart two of one version',
	saved_at   DateTime64(3, 'UTC'),
	saved_by   LowCardinality(String)        COMMENT 'name of the key it was saved with; empty: without one, or noticed by the dashboard itself',
	deleted    UInt8                         COMMENT 'always 0',
	spells     Array(Tuple(
		id String, source String, offset_s Int64, since DateTime64(3, 'UTC'), until Nullable(DateTime64(3, 'UTC')),
		verdict String, by String, note String, said_at Nullable(DateTime64(3, 'UTC'))))
		COMMENT 'offset_s: seconds the clock is behind. since, until: by that clock; null: still so. verdict: wrong, what it said is in no number; right, it only delivers late and counts. by, note, said_at: who said so and why; empty: it was noticed'
)
ENGINE = MergeTree
ORDER BY (id, version, token)
SETTINGS enable_block_number_column = 1, fsync_after_insert = 1, fsync_part_directory = 1;
