-- Time to act: from when a promise broke to when somebody first said that they act; 0 where that was before. Basis: when the promise falls
-- due, as of the ledger. Judged once the 15 minutes have passed in which somebody should, and the promise has fallen due.
CREATE OR REPLACE VIEW time_to_act_items AS
SELECT
	*,
	due_at                                                                AS basis_at,
	greatest(due_at, breach_at + INTERVAL 15 MINUTE)                      AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at                              AS mature,
	CAST(if(mature, ifNull(acknowledged_at <= breach_at + INTERVAL 15 MINUTE, false), NULL), 'Nullable(UInt8)') AS kept,
	-- Without greatest, which takes nothing for the least.
	multiIf(NOT mature, NULL, acknowledged_at < breach_at, 0, dateDiff('millisecond', breach_at, acknowledged_at) / 1000) AS seconds,
	toInt64(1)                                                            AS weight
FROM unkept(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE breach_at < {as_of:DateTime64(3, 'UTC')};

CREATE OR REPLACE VIEW kpi_time_to_act AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sumIf(weight, seconds IS NOT NULL)                            AS n,
	p50                                                           AS value,
	sumIf(weight, kept = 1)                                       AS numerator,
	sumIf(weight, mature)                                         AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	sumIf(weight, NOT mature)                                     AS immature,
	if(n = 0, NULL, (quantilesExactInclusiveIf(0.5, 0.9, 0.95)(assumeNotNull(seconds), seconds IS NOT NULL) AS quantiles)[1]) AS p50,
	if(n = 0, NULL, quantiles[2])                                 AS p90,
	if(n = 0, NULL, quantiles[3])                                 AS p95,
	max(seconds)                                                  AS max,
	-- Milliseconds: in whichever order they are added up.
	if(n = 0, NULL, round(sum(seconds), 3))                       AS sum,
	sumIf(weight, mature AND seconds IS NULL)                     AS unacknowledged
FROM time_to_act_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
