-- Repeat contact: cases whose known customer came back, in the case or with any other on any topic, within seven days of its first
-- resolution, of all such cases. Basis: that resolution. Judged once the seven days have passed. Cases of unknown customers are
-- in no figure but `unidentified`.
CREATE OR REPLACE VIEW recontact_rate_items AS
SELECT
	*,
	basis_at + INTERVAL 7 DAY                AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at AS mature,
	came_later OR came_elsewhere             AS repeated,
	CAST(if(mature AND customer != '', NOT repeated, NULL), 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')          AS seconds,
	toInt64(1)                               AS weight
FROM repeats(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_recontact_rate AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	denominator                                                   AS n,
	if(denominator = 0, NULL, numerator / denominator)            AS value,
	sumIf(weight, NOT kept)                                       AS numerator,
	sumIf(weight, kept IS NOT NULL)                               AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	sumIf(weight, NOT mature AND customer != '')                  AS immature,
	sumIf(weight, mature AND customer = '')                       AS unidentified
FROM recontact_rate_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
