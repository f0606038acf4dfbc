-- How many agents of a team are in which state as of a moment, the largest team first. Of each agent, whoever tells of them, the latest event
-- counts, by (time, id), with the team it names. Who has said nothing for 12 hours is offline: a shift that ended without a word.
-- Who has said nothing for 14 days is not listed. `all_…` count every team, in every row.
CREATE OR REPLACE VIEW feed_staff AS
SELECT
	row_number() OVER (ORDER BY agents DESC, team) AS place,
	team,
	count()                                        AS agents,
	countIf(state = 'available')                   AS available,
	countIf(state = 'busy')                        AS busy,
	countIf(state = 'away')                        AS away,
	countIf(state = 'offline')                     AS offline,
	sum(available) OVER ()                         AS all_available,
	sum(busy) OVER ()                              AS all_busy,
	sum(away) OVER ()                              AS all_away,
	sum(offline) OVER ()                           AS all_offline
FROM
(
	SELECT
		latest.1 AS team,
		latest.2 AS channel,
		if(latest.4 < {as_of:DateTime64(3, 'UTC')} - INTERVAL 12 HOUR, 'offline', latest.3) AS state
	FROM
	(
		SELECT argMax((team, channel, state, time), (time, id, source, team, channel, state)) AS latest
		FROM agent_states
		-- The table is sorted by time: of all else but the latest moments little has to be read.
		WHERE time IN
			(
				SELECT max(time)
				FROM agent_states
				WHERE time >= {as_of:DateTime64(3, 'UTC')} - INTERVAL 14 DAY
					AND time <= {as_of:DateTime64(3, 'UTC')}
				GROUP BY agent, simulated
			)
		GROUP BY agent, simulated
	)
)
WHERE (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
GROUP BY team;
