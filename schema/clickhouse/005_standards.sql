-- Standards are promises, effective-dated: a change is a new row with a later valid_from, the past keeps its promise.
-- The most specific row in force holds: team before channel before tier; empty means all.
CREATE TABLE IF NOT EXISTS standards
(
	metric       LowCardinality(String),
	team         String,
	channel      LowCardinality(String),
	tier         LowCardinality(String),
	threshold_s  Nullable(Float64)               COMMENT 'kept if done within this many seconds; null: nothing is promised',
	clock        Enum8('calendar' = 1, 'business' = 2),
	calendar     String                          COMMENT 'the business calendar, with clock business',
	valid_from   DateTime64(3, 'UTC'),
	valid_to     Nullable(DateTime64(3, 'UTC'))  COMMENT 'null: still in force',
	changed_at   DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY (metric, team, channel, tier, valid_from);

-- First-response defaults of the trade. Channel other: nothing is promised.
INSERT INTO standards (metric, team, channel, tier, threshold_s, clock, calendar, valid_from, valid_to, changed_at) VALUES
	('first_response', '', 'phone',   '', 15,    'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('first_response', '', 'chat',    '', 60,    'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('first_response', '', 'counter', '', 600,   'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('first_response', '', 'social',  '', 3600,  'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('first_response', '', 'email',   '', 86400, 'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00'),
	('first_response', '', 'web',     '', 86400, 'calendar', '', '1990-01-01 00:00:00', NULL, '1990-01-01 00:00:00');

-- The standards of a metric in order of precedence, as one array to look a case up in.
CREATE VIEW IF NOT EXISTS standards_in_order AS
SELECT
	metric,
	groupArray(tuple(team, channel, tier, valid_from, valid_to, threshold_s)::Tuple(
		team String, channel String, tier String,
		valid_from DateTime64(3, 'UTC'), valid_to Nullable(DateTime64(3, 'UTC')), threshold_s Nullable(Float64))) AS standards
FROM
(
	SELECT *
	FROM standards FINAL
	ORDER BY metric, team != '' DESC, channel != '' DESC, tier != '' DESC, valid_from DESC
)
GROUP BY metric;
