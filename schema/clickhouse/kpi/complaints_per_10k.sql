-- Complaints per 10,000 customers: complaints received, of the customers who were active. Of a group, of teams or channels there are
-- no customers (one may be of many), only cases: then of the cases opened, and the denominator says so.
CREATE OR REPLACE VIEW complaints_per_10k_items AS
SELECT *
FROM cases_opened_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE complaint;

CREATE OR REPLACE VIEW kpi_complaints_per_10k AS
SELECT
	ask,
	`group`,
	bucket,
	denominator                                                   AS n,
	10000 * if(denominator = 0, NULL, numerator / denominator)    AS value,
	sum(complaints)                                               AS numerator,
	if(denominator_is = 'customers', sum(customers), sum(opened)) AS denominator,
	10000 * if(denominator = 0, NULL, touchstone_poisson_low(numerator) / denominator)             AS low,
	10000 * if(denominator = 0, NULL, touchstone_poisson_high(numerator) / denominator)            AS high,
	toUInt64(0)                                                   AS immature,
	if({by:Array(String)}[ask] = '' AND empty({teams:Array(String)}) AND empty({channels:Array(String)}),
		'customers', 'cases')                                     AS denominator_is
FROM
(
	SELECT
		ask,
		touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
		touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
		weight                                                        AS opened,
		if(complaint, weight, 0)                                      AS complaints,
		toInt64(0)                                                    AS customers
	FROM cases_opened_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	UNION ALL
	SELECT ask, NULL, bucket, toInt64(0), toInt64(0), customers
	FROM active_customers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)},
		by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
	UNION ALL
	-- The total is told also of nothing, so that it says what it is of.
	SELECT ask, NULL, NULL, toInt64(0), toInt64(0), toInt64(0)
	FROM (SELECT 1)
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	WHERE asked_by = '' AND asked_grain = 'total'
)
GROUP BY ask, `group`, bucket
HAVING numerator + denominator > 0 OR bucket IS NULL;
