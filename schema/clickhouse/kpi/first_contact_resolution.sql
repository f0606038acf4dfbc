-- First-contact resolution. Item: a case with a resolution; basis and team: its first. Kept if the customer neither came
-- back in the case, nor it was reopened, from opening to seven days after; and in those seven days no other case of the
-- customer on the topic was opened or contacted (an unknown topic matches any). Judged once the seven days have passed.
CREATE OR REPLACE VIEW first_contact_resolution_items AS
WITH
	returns AS
	(
		-- Every moment a known customer came to us, in whatever case.
		SELECT customers[step] AS customer, groupArray(tuple(times[step], topics[step], case_id)) AS moments
		FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')} + INTERVAL 8 DAY, facts = 17)
		ARRAY JOIN arrayFilter(step -> step = opened OR types[step] = 'case.contacted', arrayEnumerate(types)) AS step
		WHERE customer != '' AND times[step] >= {from:DateTime64(3, 'UTC')}
		GROUP BY customer
	)
SELECT
	resolutions.*,
	basis_at + INTERVAL 7 DAY                          AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at           AS mature,
	came_back OR arrayExists(moment ->
			moment.1 >= basis_at AND moment.1 <= judged_at AND moment.3 != case_id
			AND (topic = '' OR moment.2 = '' OR moment.2 = topic),
		returns.moments)                               AS repeated,
	CAST(if(mature, NOT repeated, NULL), 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')                    AS seconds
FROM
(
	SELECT
		case_id,
		simulated,
		times[resolved]      AS basis_at,
		teams[resolved]      AS team,
		agents[resolved]     AS agent,
		channels[resolved]   AS channel,
		customers[resolved]  AS customer,
		tiers[resolved]      AS tier,
		topics[resolved]     AS topic,
		priorities[resolved] AS priority,
		arrayExists((type, time) ->
				type IN ('case.contacted', 'case.reopened')
				AND (opened = 0 OR time >= times[opened]) AND time <= basis_at + INTERVAL 7 DAY,
			types, times)    AS came_back,
		-- The customer's own word, where a survey asked whether it was resolved: the latest answer.
		arrayLast(step -> step.type = 'survey.answered' AND step.instrument = 'fcr', steps).score AS said
	FROM
	(
		SELECT *, indexOf(types, 'case.resolved') AS resolved
		FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 4)
		WHERE resolved > 0
	)
	WHERE basis_at >= {from:DateTime64(3, 'UTC')}
		AND basis_at < {to:DateTime64(3, 'UTC')}
		AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
		AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
) AS resolutions
LEFT JOIN returns USING (customer);

CREATE OR REPLACE VIEW kpi_first_contact_resolution AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	denominator                                                      AS n,
	if(denominator = 0, NULL, numerator / denominator)               AS value,
	countIf(kept)                                                    AS numerator,
	countIf(kept IS NOT NULL)                                        AS denominator,
	touchstone_wilson_low(numerator, denominator)                    AS low,
	touchstone_wilson_high(numerator, denominator)                   AS high,
	countIf(NOT mature)                                              AS immature,
	countIf(mature AND customer = '')                                AS unidentified,
	CAST(tuple(countIf(said = 1), countIf(said IS NOT NULL)), 'Tuple(numerator UInt64, denominator UInt64)') AS confirmed
FROM first_contact_resolution_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
