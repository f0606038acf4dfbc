-- Which of the published weeks that are no longer compared every time are to be compared again: those to which something came in
-- since, and by and by all others. A row says one thing of a week, and the latest of each counts.
CREATE TABLE IF NOT EXISTS published_checks
(
	zone       LowCardinality(String)                             COMMENT 'as in published',
	week       Date                                               COMMENT 'Monday of the ISO week',
	touched_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'when it was found that something had come in that may bear on it',
	checked_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'when all of its figures were last compared',
	looked_at  SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'until when what had come in was looked through'
)
ENGINE = AggregatingMergeTree
ORDER BY (zone, week);
