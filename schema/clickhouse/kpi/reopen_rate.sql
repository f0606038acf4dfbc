-- Reopen rate: cases reopened within seven days of their first resolution, of resolved cases. Basis: that resolution. Judged once
-- the seven days have passed. Kept is a case that was not reopened.
CREATE OR REPLACE VIEW reopen_rate_items AS
SELECT
	*,
	basis_at + INTERVAL 7 DAY                AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at AS mature,
	CAST(if(mature, NOT ifNull(reopened_at <= judged_at, false), NULL), 'Nullable(UInt8)') AS kept,
	dateDiff('millisecond', basis_at, reopened_at) / 1000 AS seconds,
	toInt64(1)                               AS weight
FROM resolutions(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE is_first;

CREATE OR REPLACE VIEW kpi_reopen_rate AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	denominator                                                   AS n,
	if(denominator = 0, NULL, numerator / denominator)            AS value,
	sumIf(weight, NOT kept)                                       AS numerator,
	sumIf(weight, mature)                                         AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	sumIf(weight, NOT mature)                                     AS immature
FROM reopen_rate_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
