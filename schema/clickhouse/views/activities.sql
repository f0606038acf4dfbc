-- When customers were active from `from` to before `to`, where their own events say; and of each of these customers the very first
-- time in each place, which tells the new from those who return.
CREATE OR REPLACE VIEW activities AS
SELECT
	customer,
	time AS at,
	team,
	agent,
	channel,
	tier,
	topic
FROM customer_activity
WHERE active = 1
	AND time >= {from:DateTime64(3, 'UTC')}
	AND time < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
UNION ALL
SELECT
	customer,
	min(time) AS at,
	team,
	agent,
	channel,
	tier,
	topic
FROM customer_activity
WHERE active = 1
	AND customer IN
	(
		SELECT customer
		FROM customer_activity
		WHERE active = 1 AND time >= {from:DateTime64(3, 'UTC')} AND time < {to:DateTime64(3, 'UTC')}
	)
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
GROUP BY customer, team, agent, channel, tier, topic;
