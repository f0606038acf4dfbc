-- What happened or was decided on a day, in its writer's words, for charts to show. Rows are versions; the highest of an id stands.
-- Of two who save the same version at once the one stored first stands: blocks are numbered in that order, and merges keep the number.
CREATE TABLE IF NOT EXISTS annotation_versions
(
	id         String,
	version    UInt32                  COMMENT '1 is how it was first written; undoing and deleting are versions too',
	token      String                  COMMENT 'of the save: tells apart two of one version',
	saved_at   DateTime64(3, 'UTC'),
	saved_by   LowCardinality(String)  COMMENT 'name of the key it was saved with; empty: without one',
	deleted    UInt8                   COMMENT '1: it was deleted; the rest is what it said until then',
	kind       LowCardinality(String)  COMMENT 'event, decision',
	first_day  Date                    COMMENT 'in the business zone',
	last_day   Date                    COMMENT 'included; the first day where it is one day',
	text       String,
	teams      Array(String)           COMMENT 'empty: the whole organisation',
	by         String                  COMMENT 'who wrote this version, as they said'
)
ENGINE = MergeTree
ORDER BY (id, version, token)
SETTINGS enable_block_number_column = 1, fsync_after_insert = 1, fsync_part_directory = 1;
