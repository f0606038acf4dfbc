-- Weekly reviews as they were published: whole, and never changed. Publishing a week again is a further row; the ledger of its figures
-- is `published` and `restatements`, which know the whole organisation alone.
CREATE TABLE IF NOT EXISTS published_reviews
(
	id           String,
	zone         LowCardinality(String)         COMMENT 'business zone in which the week begins and ends',
	week         Date                           COMMENT 'Monday of the ISO week',
	teams        Array(String)                  COMMENT 'empty: every team',
	channels     Array(LowCardinality(String))  COMMENT 'empty: every channel',
	published_at DateTime64(3, 'UTC')           COMMENT 'its numbers are as of then',
	by           String                         COMMENT 'who published it, as they said',
	saved_by     LowCardinality(String)         COMMENT 'name of the key it was published with; empty: without one',
	simulated    UInt8                          COMMENT '1: simulated traffic was among the data; removable as a whole',
	figures      Array(Tuple(
		kpi         LowCardinality(String),
		by          LowCardinality(String),
		`group`     String,
		value       Nullable(Float64),
		n           UInt64,
		numerator   UInt64,
		denominator UInt64,
		immature    UInt64,
		version     UInt16))                      COMMENT 'its figures of the week, as in published',
	format       UInt16                         COMMENT 'how the body is to be read',
	body         String                         COMMENT 'JSON: all that the page shows' CODEC(ZSTD(6)),
	sha256       String                         COMMENT 'of the body, in hexadecimal'
)
ENGINE = MergeTree
PARTITION BY simulated
ORDER BY (zone, week, published_at, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
