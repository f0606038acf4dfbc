-- How many of the customers at each level of satisfaction left within 90 days of saying so. Of each known customer the latest answer of the
-- year before these 90 days, which have passed for all of them. Whatever team: few leave, and a small group would measure chance.
CREATE OR REPLACE VIEW leaving_measured AS
SELECT
	level,
	count()                        AS answered,
	countIf(arrayExists(moment -> moment >= said_at AND moment <= said_at + INTERVAL 90 DAY, left_at)) AS leavers
FROM
(
	SELECT
		customer,
		argMax(items.level, (basis_at, id, source)) AS level,
		max(basis_at)                               AS said_at
	FROM expected_leavers_items(
		from = {as_of:DateTime64(3, 'UTC')} - INTERVAL 455 DAY, to = {as_of:DateTime64(3, 'UTC')} - INTERVAL 90 DAY,
		teams = [], channels = []) AS items
	WHERE customer != ''
	GROUP BY customer
) AS answers
LEFT JOIN
(
	SELECT customer, groupArray(time) AS left_at
	FROM customer_activity
	WHERE active = 0
	GROUP BY customer
) AS leaving ON leaving.customer = answers.customer
GROUP BY level;
