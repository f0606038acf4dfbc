-- Why customers complained from `from` to before `to`: complaints received by each reason, the most frequent first, with its share of all and
-- the share of all that it makes together with those before it. `weekly_causes` tells the same with the rare reasons as one.
CREATE OR REPLACE VIEW weekly_reasons AS
SELECT
	row_number() OVER (ORDER BY n DESC, reason)                 AS place,
	reason,
	n                                                           AS complaints,
	n / received                                                AS share,
	sum(n) OVER (ORDER BY n DESC, reason ROWS UNBOUNDED PRECEDING) / received AS cumulative,
	sum(n) OVER ()                                              AS received
FROM
(
	SELECT toString(complaints.reason) AS reason, count() AS n
	FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}) AS complaints
	WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
		AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
	GROUP BY reason
);
