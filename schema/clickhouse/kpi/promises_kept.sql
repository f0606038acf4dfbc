-- Promises kept: of the promises due, how many were kept in time. Basis: when a promise falls due, so one that is kept or broken
-- before waits until then, as all do.
CREATE OR REPLACE VIEW promises_kept_items AS
SELECT
	* EXCEPT (kept),
	due_at                                                                    AS basis_at,
	due_at                                                                    AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at                                  AS mature,
	CAST(if(mature, promises.kept, NULL), 'Nullable(UInt8)')                  AS kept,
	touchstone_elapsed_s(made_at, done_at, clock, calendar)                   AS seconds,
	toInt64(1)                                                                AS weight
FROM promises(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS promises;

CREATE OR REPLACE VIEW kpi_promises_kept AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	denominator                                                      AS n,
	if(denominator = 0, NULL, numerator / denominator)               AS value,
	sumIf(weight, kept = 1)                                          AS numerator,
	sumIf(weight, mature)                                            AS denominator,
	touchstone_wilson_low(numerator, denominator)                    AS low,
	touchstone_wilson_high(numerator, denominator)                   AS high,
	sumIf(weight, NOT mature)                                        AS immature,
	denominator - numerator                                          AS broken,
	immature                                                         AS running,
	sumMapIf([metric], [if(kept = 1, weight, 0)], [weight], mature)  AS metrics,
	mapFromArrays(metrics.1, CAST(arrayZip(metrics.2, metrics.3), 'Array(Tuple(kept UInt64, due UInt64))')) AS by_metric
FROM promises_kept_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
