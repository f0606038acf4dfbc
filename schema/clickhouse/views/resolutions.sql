-- The first and the last resolution of each case (a row for both where it is one), with what the case itself knows of coming back,
-- and as what it was opened, which says what was promised; and, neither first nor last, those before the opening or without one: defects
-- of the data. resolution_time and reopen_rate derive from it.
CREATE OR REPLACE VIEW resolutions_of AS
SELECT
	case_id,
	simulated,
	times[resolved]                            AS basis_at,
	teams[resolved]                            AS team,
	agents[resolved]                           AS agent,
	channels[resolved]                         AS channel,
	customers[resolved]                        AS customer,
	tiers[resolved]                            AS tier,
	topics[resolved]                           AS topic,
	priorities[resolved]                       AS priority,
	resolved = all_resolved[1]                 AS is_first,
	resolved = all_resolved[-1]                AS is_last,
	if(opened = 0, NULL, times[opened])        AS opened_at,
	teams[opened]                              AS opened_team,
	channels[opened]                           AS opened_channel,
	tiers[opened]                              AS opened_tier,
	arrayFirstOrNull((time, type) -> type = 'case.reopened' AND time >= times[resolved], times, types) AS reopened_at
FROM
(
	SELECT
		*,
		arrayFilter((step, type) -> type = 'case.resolved', arrayEnumerate(types), types) AS all_resolved,
		arrayFilter((step, type, told) -> type = '' AND told = 'case.resolved', arrayEnumerate(types), types, timed) AS defective
	FROM steps_of(cases = {cases:Array(String)})
)
ARRAY JOIN arrayConcat(defective, arrayDistinct(arrayFilter(step -> step > 0, [all_resolved[1], all_resolved[-1]]))) AS resolved;

-- The same of all cases resolved from `from` to before `to`.
CREATE OR REPLACE VIEW resolutions AS
SELECT *
FROM resolutions_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 4) != 0
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
