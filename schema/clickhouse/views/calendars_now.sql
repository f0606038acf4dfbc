-- The calendars of the newest standards file.
CREATE OR REPLACE VIEW calendars_now AS
SELECT
	id,
	name,
	zone,
	hours,
	holidays,
	expanded
FROM calendars FINAL
WHERE file = (SELECT max(file) FROM standards_files);
