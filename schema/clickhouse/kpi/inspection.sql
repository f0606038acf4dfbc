-- Inspection score: checks of our own (a mystery customer, a test call), 0 to 100. A check's score is the mean of its procedural and
-- personal side, as far as looked at; the quadrant says which side is high. What is high, is as in
-- force at the check; of a quadrant, when its cell ended. Basis: the check.
CREATE OR REPLACE VIEW inspection_items AS
WITH (SELECT settings FROM parameters_in_order(names = ['inspection_high'])) AS own
SELECT
	''                                               AS case_id,
	simulated,
	time                                             AS basis_at,
	toString(checks.team)                            AS team,
	toString(checks.agent)                           AS agent,
	toString(checks.channel)                         AS channel,
	''                                               AS customer,
	toString(checks.tier)                            AS tier,
	toString(checks.topic)                           AS topic,
	toString(checks.priority)                        AS priority,
	procedural,
	personal,
	tangibles,
	(coalesce(procedural, personal) + coalesce(personal, procedural)) / 2 AS score,
	CAST(score >= touchstone_in_force(own, 'inspection_high', '', time, 60), 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')                  AS seconds,
	basis_at                                         AS judged_at,
	toInt64(1)                                       AS weight
FROM
(
	SELECT *
	FROM inspections
	WHERE time >= {from:DateTime64(3, 'UTC')}
		AND time < {to:DateTime64(3, 'UTC')}
	ORDER BY ALL
	LIMIT 1 BY source, id
) AS checks
WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_inspection AS
WITH
	(SELECT settings FROM parameters_in_order(names = ['inspection_high'])) AS own,
	touchstone_in_force(own, 'inspection_high', '',
		touchstone_bucket_last(bucket, {grain:Array(String)}[ask], {zone:String}, {to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}), 60) AS mark
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sumIf(weight, score IS NOT NULL)                              AS n,
	if(n = 0, NULL, sum(weight * score) / n)                      AS value,
	sumIf(weight, kept)                                           AS numerator,
	n                                                             AS denominator,
	CAST(NULL, 'Nullable(Float64)')                               AS low,
	CAST(NULL, 'Nullable(Float64)')                               AS high,
	toUInt64(0)                                                   AS immature,
	sum(weight * checks.procedural) / sumIf(weight, checks.procedural IS NOT NULL) AS procedural,
	sum(weight * checks.personal)   / sumIf(weight, checks.personal IS NOT NULL)   AS personal,
	sum(weight * checks.tangibles)  / sumIf(weight, checks.tangibles IS NOT NULL)  AS tangibles,
	multiIf(
		procedural IS NULL OR personal IS NULL, NULL,
		procedural >= mark AND personal >= mark, 'excellent',
		personal >= mark, 'friendly',
		procedural >= mark, 'by_the_book',
		'indifferent')                                            AS quadrant
FROM inspection_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS checks
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
