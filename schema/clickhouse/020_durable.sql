-- What ClickHouse says it has stored is on the disk, and so is the folder that names it: the spool then gives up its own copy.
ALTER TABLE events            MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE cases             MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE customer_activity MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE sources           MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE quarantine        MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
