-- Service level: answered within T of arrival, of all who were answered or gave up. Basis: arrival. T is the
-- first-response standard in force; where nothing is promised, nothing is judged, only counted.
CREATE OR REPLACE VIEW service_level_items AS
SELECT
	*,
	answer_s                                          AS seconds,
	answer_s IS NOT NULL AND NOT abandoned            AS answered,
	if(threshold_s IS NULL OR waiting, NULL, answered AND answer_s <= threshold_s) AS kept,
	waiting AND threshold_s IS NOT NULL
		AND dateDiff('millisecond', basis_at, {as_of:DateTime64(3, 'UTC')}) / 1000 > threshold_s AS overdue
FROM responses(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)})
WHERE arrival AND (answer_s IS NOT NULL OR abandoned OR waiting);

CREATE OR REPLACE VIEW kpi_service_level AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	denominator                                                      AS n,
	if(denominator = 0, NULL, numerator / denominator)               AS value,
	countIf(kept)                                                    AS numerator,
	countIf(kept IS NOT NULL)                                        AS denominator,
	touchstone_wilson_low(numerator, denominator)                    AS low,
	touchstone_wilson_high(numerator, denominator)                   AS high,
	countIf(waiting AND threshold_s IS NOT NULL AND NOT items.overdue) AS immature,
	countIf(items.overdue)                                           AS overdue,
	countIf(NOT waiting AND threshold_s IS NULL)                     AS no_standard
FROM service_level_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
