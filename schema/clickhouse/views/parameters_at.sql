-- The parameters in force at an instant: of each name and key the newest.
CREATE OR REPLACE VIEW parameters_at AS
SELECT
	name,
	key,
	argMax(value, valid_from) AS value
FROM parameters_now
WHERE valid_from <= {as_of:DateTime64(3, 'UTC')}
GROUP BY name, key;
