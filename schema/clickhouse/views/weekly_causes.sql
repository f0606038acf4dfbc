-- Why customers complained from `from` to before `to`: complaints received by reason, the most frequent first, each with its share of all and
-- the share of all that it makes together with those before it. Of more than eight reasons those after the seventh are one row, the
-- last: `reasons` says how many these are.
CREATE OR REPLACE VIEW weekly_causes AS
SELECT
	place,
	reason,
	reasons,
	complaints,
	complaints / received                                AS share,
	sum(complaints) OVER (ORDER BY place) / received     AS cumulative,
	received
FROM
(
	SELECT
		if(kinds > 8, least(at, 8), at)                   AS place,
		if(count() > 1, '', any(reason))                  AS reason,
		count()                                           AS reasons,
		sum(n)                                            AS complaints,
		any(total)                                        AS received
	FROM
	(
		SELECT
			reason,
			n,
			row_number() OVER (ORDER BY n DESC, reason)    AS at,
			count() OVER ()                                AS kinds,
			sum(n) OVER ()                                 AS total
		FROM
		(
			SELECT toString(complaints.reason) AS reason, count() AS n
			FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}) AS complaints
			WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
				AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
			GROUP BY reason
		)
	)
	GROUP BY place
);
