-- Broken promises of which nobody said within 15 minutes that they act: the next level was told. Idempotent: a promise
-- is escalated once, when it was first.
CREATE TABLE IF NOT EXISTS breach_escalations
(
	breach        String                                             COMMENT 'promise_id of the ledger',
	simulated     UInt8                                              COMMENT '1: simulated traffic, removable as a whole',
	breach_at     SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'when it broke, as known then',
	escalated_at  SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'when it was escalated'
)
ENGINE = AggregatingMergeTree
PARTITION BY simulated
ORDER BY (breach, simulated)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
