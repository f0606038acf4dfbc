-- One row for each time a case was opened or reopened, with what followed: the first reply before the next reopening,
-- the customer giving up, or still waiting. first_response, service_level and abandonment derive from it.
CREATE OR REPLACE VIEW responses AS
WITH (SELECT standards FROM standards_in_order WHERE metric = 'first_response') AS standards
SELECT
	case_id,
	simulated,
	opening = opened             AS arrival,
	times[opening]               AS basis_at,
	teams[opening]               AS team,
	agents[opening]              AS agent,
	channels[opening]            AS channel,
	customers[opening]           AS customer,
	tiers[opening]               AS tier,
	topics[opening]              AS topic,
	priorities[opening]          AS priority,
	if(reply = 0, NULL, dateDiff('millisecond', times[opening], times[reply]) / 1000) AS response_s,
	-- Who arrived is answered by the first reply at all, also one that came after a reopening.
	arrayFirst(answer -> times[answer] >= basis_at, replies) AS answer,
	if(answer = 0, NULL, dateDiff('millisecond', basis_at, times[answer]) / 1000) AS answer_s,
	arrayFirstIndex(standard ->
			standard.team IN ('', team) AND standard.channel IN ('', channel) AND standard.tier IN ('', tier)
			AND standard.valid_from <= basis_at AND (standard.valid_to IS NULL OR basis_at < standard.valid_to),
		standards)               AS standard,
	coalesce({threshold_s:Nullable(Float64)}, if(standard = 0, NULL, standards[standard].threshold_s)) AS threshold_s,
	arrival AND gave_up > 0 AND (answer = 0 OR (steps[gave_up].wait_known AND gave_up < answer)) AS abandoned,
	if(abandoned AND steps[gave_up].wait_known AND times[gave_up] >= basis_at,
		dateDiff('millisecond', basis_at, times[gave_up]) / 1000, NULL) AS wait_s,
	answer = 0 AND NOT abandoned AND NOT arrayExists((type, time) ->
		type IN ('case.resolved', 'case.closed') AND time >= basis_at, types, times) AS waiting,
	-- A reply before any opening cannot be timed: counted, and left out.
	if(opened > 0 AND opening = openings[1], arrayCount(answer -> times[answer] < basis_at, replies), 0) AS defects
FROM
(
	SELECT
		*,
		arrayFilter(step -> step = opened OR types[step] = 'case.reopened', arrayEnumerate(types)) AS openings,
		arrayFilter(step -> types[step] = 'case.responded', arrayEnumerate(types))                AS replies,
		indexOf(types, 'case.abandoned')                                                          AS gave_up,
		arrayMap((start, next) ->
				arrayFirst(answer -> times[answer] >= times[start] AND (next = 0 OR times[answer] < times[next]), replies),
			openings, arrayPushBack(arrayPopFront(openings), 0)) AS first_replies
	FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 1)
)
ARRAY JOIN openings AS opening, first_replies AS reply
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
