-- Weekly figures as they were published: once, when the week is over, and never changed. What they became afterwards stands
-- in `restatements`; the view weekly_figures puts both together. Whoever publishes first is believed: of several
-- publications of a figure (two dashboards at once) the earliest stays.
CREATE TABLE IF NOT EXISTS published
(
	zone        LowCardinality(String)    COMMENT 'business zone in which the week begins and ends',
	week        Date                      COMMENT 'Monday of the ISO week',
	kpi         LowCardinality(String),
	by          LowCardinality(String)    COMMENT 'empty: the whole organisation; team',
	`group`     String                    COMMENT 'the team; empty: not known, or the whole organisation',
	value       Nullable(Float64)         COMMENT 'null: could not be computed',
	n           UInt64,
	numerator   UInt64,
	denominator UInt64,
	immature    UInt64                    COMMENT 'items that could not be judged yet, in no other figure',
	version     UInt16                    COMMENT 'of the definition: see the catalogue',
	as_of       DateTime64(3, 'UTC')      COMMENT 'when it was published',
	simulated   UInt8                     COMMENT '1: simulated traffic was among the data; removable as a whole',
	earliest    UInt64 MATERIALIZED 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(as_of))
)
ENGINE = ReplacingMergeTree(earliest)
PARTITION BY simulated
ORDER BY (zone, week, kpi, by, `group`);

-- Each change of a published figure, once.
CREATE TABLE IF NOT EXISTS restatements
(
	zone        LowCardinality(String)    COMMENT 'as in published, and so are week, kpi, by, group and simulated',
	week        Date,
	kpi         LowCardinality(String),
	by          LowCardinality(String),
	`group`     String,
	since       DateTime64(3, 'UTC')      COMMENT 'from when the old figure stood: its as_of',
	as_of       DateTime64(3, 'UTC')      COMMENT 'when the change was found',
	why         Array(LowCardinality(String))
		COMMENT 'all that may have changed it: late_events, corrections, matured, definition, standards, other',
	late_events UInt64                    COMMENT 'events of this week or before, received since; each once',
	old         Tuple(value Nullable(Float64), n UInt64, numerator UInt64, denominator UInt64, immature UInt64, version UInt16),
	new         Tuple(value Nullable(Float64), n UInt64, numerator UInt64, denominator UInt64, immature UInt64, version UInt16),
	simulated   UInt8,
	figure      UInt64 MATERIALIZED sipHash64(ifNull(toString(new.value), ''), new.n, new.numerator, new.denominator, new.version),
	earliest    UInt64 MATERIALIZED 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(as_of))
)
ENGINE = ReplacingMergeTree(earliest)
PARTITION BY simulated
ORDER BY (zone, week, kpi, by, `group`, since, figure);
