-- Staff satisfaction: what members of a team say of their work, as customer satisfaction. Basis: the answer. By team, never by
-- person; of fewer than 5 answers only how many there are.

-- Who looks through the answers one by one sees that there was one, not what it says.
CREATE OR REPLACE VIEW staff_satisfaction_items AS
SELECT
	''                               AS case_id,
	simulated,
	time                             AS basis_at,
	toString(answers.team)           AS team,
	''                               AS agent,
	toString(answers.channel)        AS channel,
	''                               AS customer,
	toString(answers.tier)           AS tier,
	toString(answers.topic)          AS topic,
	toString(answers.priority)       AS priority,
	CAST(NULL, 'Nullable(UInt8)')    AS kept,
	CAST(NULL, 'Nullable(Float64)')  AS seconds,
	basis_at                         AS judged_at,
	toInt64(1)                       AS weight
FROM
(
	SELECT *
	FROM staff_surveys
	WHERE time >= {from:DateTime64(3, 'UTC')}
		AND time < {to:DateTime64(3, 'UTC')}
	ORDER BY ALL
	LIMIT 1 BY source, id
) AS answers
WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

-- Nothing of an answer stands in a column of a cell that is hidden: this view reads the answers itself.
CREATE OR REPLACE VIEW kpi_staff_satisfaction AS
SELECT
	ask,
	`group`,
	bucket,
	n,
	if(hidden, NULL, satisfied / n)                        AS value,
	if(hidden, 0, satisfied)                               AS numerator,
	n                                                      AS denominator,
	if(hidden, NULL, touchstone_wilson_low(satisfied, n))  AS low,
	if(hidden, NULL, touchstone_wilson_high(satisfied, n)) AS high,
	toUInt64(0)                                            AS immature,
	if(hidden, NULL, total)                                AS sum,
	if(hidden, NULL, total / n)                            AS mean,
	if(hidden, NULL, levels[5] / n)                        AS top_box,
	mapFromArrays(['1', '2', '3', '4', '5'], if(hidden, [0, 0, 0, 0, 0], levels)) AS distribution,
	toBool(n < 5)                                          AS hidden
FROM
(
	SELECT
		ask,
		touchstone_group(asked_by, toString(team), '', toString(channel), toString(tier), toString(topic)) AS `group`,
		touchstone_bucket(time, asked_grain, {zone:String}) AS bucket,
		count()                                             AS n,
		countIf(score_of_five >= 4)                         AS satisfied,
		sum(score_of_five)                                  AS total,
		[
			countIf(score_of_five < 2),
			countIf(score_of_five >= 2 AND score_of_five < 3),
			countIf(score_of_five >= 3 AND score_of_five < 4),
			countIf(score_of_five >= 4 AND score_of_five < 5),
			countIf(score_of_five = 5)
		]                                                   AS levels
	FROM
	(
		SELECT *, touchstone_of_five(score, scale) AS score_of_five
		FROM staff_surveys
		WHERE time >= {from:DateTime64(3, 'UTC')}
			AND time < {to:DateTime64(3, 'UTC')}
		ORDER BY ALL
		LIMIT 1 BY source, id
	)
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
		AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
	GROUP BY ask, `group`, bucket
);
