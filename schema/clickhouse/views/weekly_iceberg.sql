-- Customers who said from `from` to before `to` that they had a problem, and whether they had spoken up (`kept`): of each the latest answer
-- that says both, with its case; whose customer is unknown counts alone. Who it is stays in here.
CREATE OR REPLACE VIEW voices_items AS
SELECT
	said.case_id                          AS case_id,
	said.time                             AS basis_at,
	said.team                             AS team,
	said.agent                            AS agent,
	said.channel                          AS channel,
	said.tier                             AS tier,
	said.topic                            AS topic,
	CAST(said.spoke_up, 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')       AS seconds
FROM
(
	SELECT
		if(customer = '', concat(case_id, '\n', id), customer) AS person,
		argMax(CAST((case_id, basis_at, team, agent, channel, tier, topic, spoke_up),
			'Tuple(case_id String, time DateTime64(3, \'UTC\'), team String, agent String, channel String, tier String, topic String, spoke_up UInt8)'),
			(basis_at, id)) AS said
	FROM voices(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
	GROUP BY person
);

-- The complaint iceberg: how many customers had cause to complain, of whom `complaints` did from `from` to before `to`. How many speak up is
-- measured over the thirteen weeks up to `to`, for surveys of a single week tell little; until five customers with a problem were
-- asked it is the literature's 4 %, of which there is no range.
-- (TARP, Consumer Complaint Handling in America, 1979/1986.)
CREATE OR REPLACE VIEW weekly_iceberg AS
SELECT
	complaints,
	asked_from,
	asked,
	spoken,
	if(asked >= 5, 'measured', 'book')                                              AS curve,
	if(curve = 'book', 0.04, spoken / asked)                                        AS voice_rate,
	touchstone_iceberg(complaints, spoken, asked)                                   AS measured,
	if(curve = 'book', toNullable(complaints / 0.04), measured.value)               AS value,
	if(curve = 'book', NULL, measured.low)                                          AS low,
	if(curve = 'book', NULL, measured.high)                                         AS high
FROM
(
	SELECT count() AS complaints
	FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
	WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
		AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
) AS received
CROSS JOIN
(
	SELECT {to:DateTime64(3, 'UTC')} - INTERVAL 91 DAY AS asked_from, count() AS asked, countIf(voices.kept = 1) AS spoken
	FROM voices_items(from = {to:DateTime64(3, 'UTC')} - INTERVAL 91 DAY, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS voices
) AS heard;
