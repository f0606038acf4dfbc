-- Abandonment: gave up before an answer, of all who were answered or gave up. Basis: arrival. All abandons count;
-- the short ones (5 s and under) and those whose wait the source does not tell stand beside.
CREATE OR REPLACE VIEW abandonment_items AS
SELECT *, wait_s AS seconds, NOT abandoned AS kept
FROM responses(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)})
WHERE arrival AND (answer_s IS NOT NULL OR abandoned);

CREATE OR REPLACE VIEW kpi_abandonment AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	count()                                                          AS n,
	if(denominator = 0, NULL, numerator / denominator)               AS value,
	countIf(abandoned)                                               AS numerator,
	n                                                                AS denominator,
	touchstone_wilson_low(numerator, denominator)                    AS low,
	touchstone_wilson_high(numerator, denominator)                   AS high,
	toUInt64(0)                                                      AS immature,
	countIf(wait_s <= 5)                                             AS short,
	countIf(abandoned AND wait_s IS NULL)                            AS wait_unknown
FROM abandonment_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
