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
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	denominator                                                   AS n,
	10000 * if(denominator = 0, NULL, numerator / denominator)    AS value,
	sumIf(weight, complaint)                                      AS numerator,
	if(denominator_is = 'customers', uniqExactIf(customer, customer != ''), sumIf(weight, opened)) AS denominator,
	10000 * if(denominator = 0, NULL, touchstone_poisson_low(numerator) / denominator)             AS low,
	10000 * if(denominator = 0, NULL, touchstone_poisson_high(numerator) / denominator)            AS high,
	toUInt64(0)                                                   AS immature,
	if({by:Array(String)}[ask] = '' AND empty({teams:Array(String)}) AND empty({channels:Array(String)}),
		'customers', 'cases')                                     AS denominator_is
FROM
(
	SELECT basis_at, team, agent, channel, tier, topic, true AS opened, complaint, weight, '' AS customer
	FROM cases_opened_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
	UNION ALL
	SELECT time, '', '', '', '', '', false, false, toInt64(1), customer
	FROM customer_activity
	WHERE active = 1 AND time >= {from:DateTime64(3, 'UTC')} AND time < {to:DateTime64(3, 'UTC')}
	UNION ALL
	-- The total is told also of nothing, so that it says what it is of.
	SELECT {from:DateTime64(3, 'UTC')}, '', '', '', '', '', false, false, toInt64(0), ''
)
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
WHERE opened OR (asked_by = '' AND (customer != '' OR asked_grain = 'total'))
GROUP BY ask, `group`, bucket
HAVING numerator + denominator > 0 OR bucket IS NULL;
