-- Resolution time: from opening to the last resolution. Basis: the last resolution.
CREATE OR REPLACE VIEW resolution_time_items AS
SELECT
	*,
	-- Resolved before it was opened: a defect of the data, counted and left out.
	NOT is_last                     AS defect,
	if(defect, NULL, dateDiff('millisecond', opened_at, basis_at) / 1000) AS seconds,
	seconds                         AS total_s,
	seconds                         AS longest_s,
	if(seconds IS NULL, [], [assumeNotNull(seconds)]) AS durations,
	arrayMap(duration -> toUInt64(1), durations)      AS weights,
	CAST(NULL, 'Nullable(UInt8)')   AS kept,
	basis_at                        AS judged_at,
	toInt64(1)                      AS weight
FROM resolutions(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE is_last OR (NOT is_first AND opened_at IS NOT NULL);

CREATE OR REPLACE VIEW kpi_resolution_time AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sumIf(weight, seconds IS NOT NULL)                            AS n,
	p50                                                           AS value,
	toUInt64(0)                                                   AS numerator,
	toUInt64(0)                                                   AS denominator,
	CAST(NULL, 'Nullable(Float64)')                               AS low,
	CAST(NULL, 'Nullable(Float64)')                               AS high,
	toUInt64(0)                                                   AS immature,
	if(n = 0, NULL, (quantilesExactWeightedInterpolatedArray(0.5, 0.9, 0.95)(durations, weights) AS quantiles)[1]) AS p50,
	if(n = 0, NULL, quantiles[2])                                 AS p90,
	if(n = 0, NULL, quantiles[3])                                 AS p95,
	max(longest_s)                                                AS max,
	-- Milliseconds: in whichever order they are added up.
	if(n = 0, NULL, round(sum(total_s), 3))                       AS sum,
	sumIf(weight, defect)                                         AS defects
FROM resolution_time_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
