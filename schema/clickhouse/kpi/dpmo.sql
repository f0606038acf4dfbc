-- Defects per million opportunities: broken promises of those due, × 10⁶, and the sigma level. Basis: when a promise falls due.
CREATE OR REPLACE VIEW dpmo_items AS
SELECT *
FROM promises_kept_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_dpmo AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	denominator                                                      AS n,
	if(denominator = 0, NULL, 1e6 * numerator / denominator)         AS value,
	sumIf(weight, kept = 0)                                          AS numerator,
	sumIf(weight, mature)                                            AS denominator,
	1e6 * touchstone_wilson_low(numerator, denominator)              AS low,
	1e6 * touchstone_wilson_high(numerator, denominator)             AS high,
	sumIf(weight, NOT mature)                                        AS immature,
	touchstone_sigma_level(numerator, denominator)                   AS sigma
FROM dpmo_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
