-- Resolution time: from opening to the last resolution. Basis: the last resolution.
CREATE OR REPLACE VIEW resolution_time_items AS
SELECT
	case_id,
	simulated,
	times[resolved]      AS basis_at,
	teams[resolved]      AS team,
	agents[resolved]     AS agent,
	channels[resolved]   AS channel,
	customers[resolved]  AS customer,
	tiers[resolved]      AS tier,
	topics[resolved]     AS topic,
	priorities[resolved] AS priority,
	dateDiff('millisecond', times[opened], basis_at) / 1000 AS elapsed_s,
	-- Resolved before it was opened: a defect of the data, counted and left out.
	elapsed_s < 0        AS defect,
	if(defect, NULL, elapsed_s) AS seconds,
	CAST(NULL, 'Nullable(UInt8)') AS kept
FROM
(
	SELECT *, arrayLastIndex(type -> type = 'case.resolved', types) AS resolved
	FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 4)
	WHERE opened > 0 AND resolved > 0
)
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_resolution_time AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	countIf(NOT defect)                                              AS n,
	p50                                                              AS value,
	toUInt64(0)                                                      AS numerator,
	toUInt64(0)                                                      AS denominator,
	CAST(NULL, 'Nullable(Float64)')                                  AS low,
	CAST(NULL, 'Nullable(Float64)')                                  AS high,
	toUInt64(0)                                                      AS immature,
	if(n = 0, NULL, quantileExactInclusive(0.5)(seconds))            AS p50,
	if(n = 0, NULL, quantileExactInclusive(0.9)(seconds))            AS p90,
	if(n = 0, NULL, quantileExactInclusive(0.95)(seconds))           AS p95,
	max(seconds)                                                     AS max,
	if(n = 0, NULL, sum(seconds))                                    AS sum,
	countIf(defect)                                                  AS defects
FROM resolution_time_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
