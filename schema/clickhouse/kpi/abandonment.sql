-- Abandonment: gave up before an answer, of all who were answered or gave up. Basis: arrival. All abandons count;
-- the short ones (5 s and under) and those whose wait the source does not tell stand beside.
CREATE OR REPLACE VIEW abandonment_items AS
SELECT
	* EXCEPT (standard),
	dateDiff('millisecond', basis_at, gave_up_at) / 1000 AS seconds,
	CAST(NOT abandoned, 'Nullable(UInt8)')        AS kept,
	basis_at                                      AS judged_at,
	toInt64(1)                                    AS weight
FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = NULL)
WHERE arrival AND (answered_at IS NOT NULL OR abandoned);

CREATE OR REPLACE VIEW kpi_abandonment AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sum(weight)                                                   AS n,
	if(denominator = 0, NULL, numerator / denominator)            AS value,
	sumIf(weight, abandoned)                                      AS numerator,
	n                                                             AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	toUInt64(0)                                                   AS immature,
	sumIf(weight, seconds <= 5)                                   AS short,
	sumIf(weight, abandoned AND seconds IS NULL)                  AS wait_unknown
FROM abandonment_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
