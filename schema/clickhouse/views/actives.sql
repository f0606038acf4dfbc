-- When the customers named were active, each time once, and when they were before. `case_id` is the customer: these are of no case.
CREATE OR REPLACE VIEW actives_of AS
SELECT
	customer AS case_id,
	simulated,
	time     AS basis_at,
	''       AS team,
	''       AS agent,
	''       AS channel,
	customer,
	''       AS tier,
	''       AS topic,
	''       AS priority,
	prev_at
FROM
(
	SELECT
		customer,
		simulated,
		time,
		lagInFrame(toNullable(time)) OVER (PARTITION BY customer ORDER BY time, simulated ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS prev_at
	FROM customer_activity
	WHERE active = 1 AND customer IN {cases:Array(String)}
)
WHERE prev_at IS NULL OR prev_at < time;

-- The same of all customers who were active from `from` to before `to`.
CREATE OR REPLACE VIEW active_customers_items AS
SELECT *, toInt64(1) AS weight
FROM actives_of(cases =
(
	SELECT customer
	FROM customer_activity
	WHERE active = 1 AND time >= {from:DateTime64(3, 'UTC')} AND time < {to:DateTime64(3, 'UTC')}
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')};

-- How many customers were active, in each bucket each once: the first time they were in it. Only where no group is asked for.
CREATE OR REPLACE VIEW active_customers AS
SELECT
	ask,
	touchstone_bucket(basis_at, asked_grain, {zone:String}) AS bucket,
	sum(weight)                                             AS customers
FROM active_customers_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
WHERE asked_by = ''
	AND empty({teams:Array(String)})
	AND empty({channels:Array(String)})
	AND (prev_at IS NULL OR prev_at < greatest(toDateTime64(ifNull(bucket, {from:DateTime64(3, 'UTC')}), 3, 'UTC'), {from:DateTime64(3, 'UTC')}))
GROUP BY ask, bucket;
