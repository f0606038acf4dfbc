-- First response: from opening (or reopening) to the first reply the customer can see. Basis: the opening.
CREATE OR REPLACE VIEW first_response_items AS
SELECT
	* EXCEPT (standard),
	touchstone_due(basis_at, coalesce({threshold_s:Nullable(Float64)}, standard.threshold_s), standard.clock, standard.calendar) AS due_at,
	dateDiff('millisecond', basis_at, replied_at) / 1000 AS seconds,
	seconds                                       AS total_s,
	seconds                                       AS longest_s,
	if(seconds IS NULL, [], [assumeNotNull(seconds)]) AS durations,
	arrayMap(duration -> toUInt64(1), durations)      AS weights,
	CAST(replied_at <= due_at, 'Nullable(UInt8)') AS kept,
	basis_at                                      AS judged_at,
	toInt64(1)                                    AS weight
FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = NULL)
WHERE replied_at IS NOT NULL OR early > 0;

CREATE OR REPLACE VIEW kpi_first_response AS
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
	sum(early * weight)                                           AS defects
FROM first_response_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
