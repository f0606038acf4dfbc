-- Notes and decisions of weekly reviews, each open until it is closed. Rows are versions, as in annotation_versions.
CREATE TABLE IF NOT EXISTS decision_versions
(
	id         String,
	version    UInt32                  COMMENT '1 is how it was first written; undoing and deleting are versions too',
	token      String                  COMMENT 'of the save: tells apart two of one version',
	saved_at   DateTime64(3, 'UTC'),
	saved_by   LowCardinality(String)  COMMENT 'name of the key it was saved with; empty: without one',
	deleted    UInt8                   COMMENT '1: it was deleted; the rest is what it said until then',
	kind       LowCardinality(String)  COMMENT 'note, decision',
	week       Date                    COMMENT 'Monday of the ISO week in whose review it was made',
	text       String,
	owner      String                  COMMENT 'who does it; empty: nobody, of notes alone',
	due        Nullable(Date)          COMMENT 'last day in the business zone on which it is in time; null: none, of notes alone',
	by         String                  COMMENT 'who wrote this version, as they said',
	closed_on  Nullable(Date)          COMMENT 'day in the business zone; null: open',
	closed_by  String                  COMMENT 'who closed it, as they said',
	outcome    String                  COMMENT 'what came of it'
)
ENGINE = MergeTree
ORDER BY (id, version, token)
SETTINGS enable_block_number_column = 1, fsync_after_insert = 1, fsync_part_directory = 1;
