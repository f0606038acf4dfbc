-- Follow-up done: remedied complaints whose customer was followed up within seven days of the remedy. Basis: receipt. Judged once
-- the seven days have passed.
CREATE OR REPLACE VIEW follow_up_items AS
SELECT
	*,
	assumeNotNull(remedied_at) + INTERVAL 7 DAY AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at    AS mature,
	CAST(if(mature, ifNull(followed_up_at <= judged_at, false), NULL), 'Nullable(UInt8)') AS kept,
	dateDiff('millisecond', remedied_at, followed_up_at) / 1000 AS seconds,
	toInt64(1)                                  AS weight
FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
WHERE remedied_at IS NOT NULL
	AND NOT unclear
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_follow_up AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	denominator                                                   AS n,
	if(denominator = 0, NULL, numerator / denominator)            AS value,
	sumIf(weight, kept)                                           AS numerator,
	sumIf(weight, mature)                                         AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	sumIf(weight, NOT mature)                                     AS immature
FROM follow_up_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
