-- Events and decisions on a day as they stand: the highest version of each that was not deleted.
CREATE OR REPLACE VIEW annotations AS
SELECT
	id,
	kind,
	first_day,
	last_day,
	text,
	teams,
	by,
	version,
	saved_at,
	saved_by
FROM
(
	SELECT *
	FROM annotation_versions
	ORDER BY id, version DESC, _block_number
	LIMIT 1 BY id
)
WHERE NOT deleted;
