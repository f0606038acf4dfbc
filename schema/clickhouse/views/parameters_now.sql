-- The parameters of the newest standards file, each with the time from which it holds.
CREATE OR REPLACE VIEW parameters_now AS
SELECT
	name,
	key,
	value,
	valid_from
FROM parameters FINAL
WHERE file = (SELECT max(file) FROM standards_files);
