-- First response: from opening (or reopening) to the first reply the customer can see. Basis: the opening.
CREATE OR REPLACE VIEW first_response_items AS
SELECT *, response_s AS seconds, if(threshold_s IS NULL, NULL, response_s <= threshold_s) AS kept
FROM responses(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)})
WHERE response_s IS NOT NULL OR defects > 0;

CREATE OR REPLACE VIEW kpi_first_response AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	countIf(seconds IS NOT NULL)                                     AS n,
	p50                                                              AS value,
	countIf(kept)                                                    AS numerator,
	countIf(kept IS NOT NULL)                                        AS denominator,
	touchstone_wilson_low(numerator, denominator)                    AS low,
	touchstone_wilson_high(numerator, denominator)                   AS high,
	toUInt64(0)                                                      AS immature,
	if(n = 0, NULL, quantileExactInclusive(0.5)(seconds))            AS p50,
	if(n = 0, NULL, quantileExactInclusive(0.9)(seconds))            AS p90,
	if(n = 0, NULL, quantileExactInclusive(0.95)(seconds))           AS p95,
	max(seconds)                                                     AS max,
	if(n = 0, NULL, sum(seconds))                                    AS sum,
	sum(defects)                                                     AS defects
FROM first_response_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
