-- Resolution time: from opening to the last resolution. Basis: the last resolution. Kept is a case whose last resolution was within the
-- standard in force when it was opened, for the team, channel and tier it was opened with; null where none promised anything. (In the
-- ledger the first resolution keeps the promise, and it is broken where there is none: that is no item here.)
CREATE OR REPLACE VIEW resolution_time_items AS
SELECT
	* EXCEPT (standard),
	-- Resolved before it was opened: a defect of the data, counted and left out.
	NOT is_last                     AS defect,
	if(defect, NULL, dateDiff('millisecond', opened_at, basis_at) / 1000) AS seconds,
	seconds                         AS total_s,
	seconds                         AS longest_s,
	if(seconds IS NULL, [], [assumeNotNull(seconds)]) AS durations,
	arrayMap(duration -> toUInt64(1), durations)      AS weights,
	if(defect, NULL, touchstone_due(opened_at, standard.threshold_s, standard.clock, standard.calendar)) AS due_at,
	CAST(basis_at <= due_at, 'Nullable(UInt8)') AS kept,
	basis_at                        AS judged_at,
	toInt64(1)                      AS weight
FROM
(
	WITH (SELECT groupArrayArray(standards) FROM standards_in_order WHERE metric = 'resolution') AS standards
	SELECT *, touchstone_standard(standards, opened_team, opened_channel, opened_tier, opened_at) AS standard
	FROM resolutions(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
)
WHERE is_last OR (NOT is_first AND opened_at IS NOT NULL);

CREATE OR REPLACE VIEW kpi_resolution_time AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sumIf(weight, seconds IS NOT NULL)                            AS n,
	p50                                                           AS value,
	sumIf(weight, kept)                                           AS numerator,
	sumIf(weight, kept IS NOT NULL)                               AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
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
