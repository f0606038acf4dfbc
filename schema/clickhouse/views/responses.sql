-- Of the cases named, one row for each time one was opened or reopened, and what followed. No clock: whoever still waits at
-- a time is whose `ended_at` is later. Steps after `until` have not happened (null: all have): waiting_now asks so, which would else
-- know of a team from an opening still to come. first_response, service_level and abandonment ask for all.
CREATE OR REPLACE VIEW responses_of AS
SELECT
	case_id,
	simulated,
	basis_at,
	team,
	agent,
	channel,
	customer,
	tier,
	topic,
	priority,
	arrival,
	next_at,
	-- A reply belongs to the latest opening or reopening at or before it.
	if(next_at <= answered_at, NULL, answered_at) AS replied_at,
	-- Who arrived is answered by the first reply at all, also one that came after a reopening.
	answered_at,
	ended_at,
	arrival AND gave_up > 0 AND (answer = 0 OR (wait_known AND gave_up < answer)) AS abandoned,
	if(abandoned AND wait_known AND gave_up_at >= basis_at, gave_up_at, NULL)      AS gave_up_at,
	early,
	lost
FROM
(
	SELECT
		case_id,
		simulated,
		times[opening]                                            AS basis_at,
		teams[opening]                                            AS team,
		agents[opening]                                           AS agent,
		channels[opening]                                         AS channel,
		customers[opening]                                        AS customer,
		tiers[opening]                                            AS tier,
		topics[opening]                                           AS topic,
		priorities[opening]                                       AS priority,
		opening = opened                                          AS arrival,
		if(next = 0, NULL, times[next])                           AS next_at,
		arrayFirstIndex((type, time) -> type = 'case.responded' AND time >= times[opening], types, times) AS answer,
		if(answer = 0, NULL, times[answer])                       AS answered_at,
		arrayFirstOrNull((time, type) ->
				time >= times[opening]
				AND type IN ('case.responded', 'case.abandoned', 'case.resolved', 'case.closed'),
			times, types)                                         AS ended_at,
		indexOf(types, 'case.abandoned')                          AS gave_up,
		times[gave_up]                                            AS gave_up_at,
		steps[gave_up].wait_known                                 AS wait_known,
		-- Answered, but every reply says it was before the question, or by a clock that was wrong: nobody waits, and no promise can be judged.
		answer = 0 AND (arrival AND has(types, 'case.responded')
			OR hasAny(untimed, ['case.responded', 'case.abandoned', 'case.resolved', 'case.closed'])) AS lost,
		-- Replies before any opening cannot be timed: defects of the data, counted with the first opening.
		if(opening = openings[1],
			arrayCount((type, time) -> type = 'case.responded' AND time < times[opening], types, times), 0) AS early
	FROM
	(
		SELECT *, arrayFilter((step, type) -> step = opened OR type = 'case.reopened', arrayEnumerate(types), types) AS openings
		FROM steps_until(until = {until:Nullable(DateTime64(3, 'UTC'))}, cases = {cases:Array(String)})
	)
	ARRAY JOIN openings AS opening, arrayShiftLeft(openings, 1) AS next
);

-- The same of all cases opened or reopened from `from` to before `to`, and what was promised then.
CREATE OR REPLACE VIEW responses_until AS
WITH (SELECT groupArrayArray(standards) FROM standards_in_order WHERE metric = 'first_response') AS standards
SELECT
	*,
	touchstone_standard(standards, team, channel, tier, basis_at) AS standard
FROM responses_of(until = {until:Nullable(DateTime64(3, 'UTC'))}, cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 1) != 0
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});


CREATE OR REPLACE VIEW responses AS
SELECT *
FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = NULL);
