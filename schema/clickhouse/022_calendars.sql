-- The standards file: standards, calendars and parameters, saved as a whole. `file` is the number of the save (its time in ms); 0 is what
-- came with the migrations. A question reads the newest file only, so it sees all of a save or nothing of it: read through the views
-- standards_in_order, calendars_now and parameters_now. What older files said is kept in standards_files, and its rows are
-- removed from the other tables after the next save.
CREATE TABLE IF NOT EXISTS standards_files
(
	file     UInt64                COMMENT 'time of the save in ms, unique; the greatest is the one in force',
	saved_at DateTime64(3, 'UTC'),
	saved_by String                COMMENT 'who, as far as the key of the request tells',
	note     String                COMMENT 'why, in the words of who saved it',
	content  String                COMMENT 'the whole file as JSON: what restoring writes again'  CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY file;

-- The same row may stand in several files: the number belongs to the key.
ALTER TABLE standards
	ADD COLUMN IF NOT EXISTS file UInt64 COMMENT 'the save it belongs to: see standards_files; 0: came with the migrations',
	ADD COLUMN IF NOT EXISTS expanded String COMMENT 'the name under which calendar_days holds the calendar; empty: under its own',
	MODIFY ORDER BY (metric, team, channel, tier, valid_from, file);

-- Defaults of the trade for complaints and for visits (agreed within). Calendar time: a complaint of Friday 17:00 is due Saturday 17:00.
INSERT INTO standards (metric, team, channel, tier, threshold_s, clock, calendar, valid_from, valid_to, changed_at) VALUES
	('complaint_acknowledged',     '', '', '', 86400,  'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('complaint_remedied',         '', '', '', 86400,  'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('complaint_followed_up',      '', '', '', 604800, 'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('promise:repair_visit',       '', '', '', 1800,   'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('promise:installation_visit', '', '', '', 86400,  'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00');

CREATE TABLE IF NOT EXISTS calendars
(
	id       String,
	name     String,
	zone     LowCardinality(String)  COMMENT 'IANA zone the hours are meant in',
	hours    Map(LowCardinality(String), Array(Tuple(`from` String, `to` String)))
		COMMENT 'mon to sun: open spans, HH:MM; a day that is missing is closed',
	holidays Array(Tuple(date Date32, name String, hours Array(Tuple(`from` String, `to` String))))
		COMMENT 'hours: instead of those of the weekday; none: closed',
	expanded String                  COMMENT 'the name under which calendar_days and calendar_open_days hold it',
	file     UInt64                  COMMENT 'see standards_files'
)
ENGINE = ReplacingMergeTree
ORDER BY (file, id);

-- Numbers that are neither promises nor calendars, effective-dated: weights, leaving rates, marks.
CREATE TABLE IF NOT EXISTS parameters
(
	name       LowCardinality(String)  COMMENT 'servqual_weight, leaving_rate, scorecard_weight, card, inspection_high',
	key        String                  COMMENT 'dimension, level, KPI, colour of the card, or empty',
	value      Float64,
	valid_from DateTime64(3, 'UTC'),
	file       UInt64                  COMMENT 'see standards_files'
)
ENGINE = ReplacingMergeTree
ORDER BY (file, name, key, valid_from);

-- Each UTC day of a calendar, 1990 to 2049. Open seconds until an instant: open_before_s and what of the spans lies before it.
-- `calendar` is calendars.expanded: a changed calendar is written under a new name, so no question sees half of it.
-- Derived from calendars.hours, and written anew where it is missing (calendars.ts): the engine Join is not in a backup.
-- One key, and a text: of several columns ClickHouse makes a hash that it can neither list nor delete by, and it is slower.
CREATE TABLE IF NOT EXISTS calendar_days
(
	calendar      String,
	day           Date                                                        COMMENT 'UTC',
	open_before_s UInt64                                                      COMMENT 'open seconds from 1990-01-01 to the start of this day',
	spans         Array(Tuple(`from` DateTime('UTC'), `to` DateTime('UTC')))  COMMENT 'open, in order, cut at the ends of the day',
	key           String DEFAULT concat(calendar, ' ', toString(day))
)
ENGINE = Join(ANY, LEFT, key);

-- The way back: when so many open seconds have passed. Row n holds what of the spans lies between open seconds 86400·n and
-- 86400·(n + 1), both included: the instant of x is in the first segment with open_from_s + length_s >= x. A threshold that is
-- reached exactly when a span ends is reached there, so row n also has the end (length 0) of a span that closes at 86400·n.
CREATE TABLE IF NOT EXISTS calendar_open_days
(
	calendar String,
	open_day UInt32                                                                     COMMENT 'intDiv(open seconds, 86400)',
	segments Array(Tuple(open_from_s UInt64, `from` DateTime('UTC'), length_s UInt32))  COMMENT 'in order',
	key      String DEFAULT concat(calendar, ' ', toString(open_day))
)
ENGINE = Join(ANY, LEFT, key);
