-- Of the cases named, one row for each promise made to a customer, whatever became of it, before any standard is asked. Until
-- due_at a promise is running, then `kept` says. A standard's promise is made by what happens (an opening promises a response);
-- a spoken one by promise.made, and falls due when the latest word on it says so, else when the standard promise:KIND says so,
-- else with its verdict. Null due_at: nothing can be judged. What cannot be right neither promises nor keeps anything.
CREATE OR REPLACE VIEW vows_of AS
SELECT
	case_id,
	simulated,
	promise.metric                                                   AS metric,
	times[promise.made]                                              AS made_at,
	teams[promise.made]                                              AS team,
	agents[promise.made]                                             AS agent,
	channels[promise.made]                                           AS channel,
	customers[promise.made]                                          AS customer,
	tiers[promise.made]                                              AS tier,
	topics[promise.made]                                             AS topic,
	priorities[promise.made]                                         AS priority,
	if(agent = '', team, agent)                                      AS owner,
	promise.due                                                      AS said_due,
	if(promise.verdict = 0, NULL, times[promise.verdict])            AS verdict_at,
	if(promise.done = 0, NULL, times[promise.done])                  AS done_at,
	if(promise.verdict IN (0, promise.done), NULL, times[promise.verdict]) AS said_broken_at,
	promise.early                                                    AS early,
	promise.from_team                                                AS from_team,
	promise.source                                                   AS said_by,
	promise.id                                                       AS name
FROM
(
	SELECT
		*,
		steps.id                                                                                           AS ids,
		steps.source                                                                                       AS sources,
		steps.promise                                                                                      AS names,
		steps.kind                                                                                         AS kinds,
		steps.due                                                                                          AS dues,
		steps.from_team                                                                                    AS from_teams,
		arrayFilter((step, type) -> step = opened OR type = 'case.reopened', arrayEnumerate(types), types) AS openings,
		arrayFilter((step, type) -> type = 'case.responded', arrayEnumerate(types), types)                 AS replies,
		if(opened > 0 AND kinds[opened] = 'complaint', opened, 0)                                          AS received,
		arrayFirstIndex((type, time) -> received > 0 AND type = 'complaint.remedied' AND time >= times[opened], types, times) AS remedy,
		-- What stands promised by a step: the metric, the step, what keeps it.
		arrayFilter(standing -> standing.2 > 0, [
			('resolution',             opened,                                        'case.resolved'),
			('complaint_acknowledged', received,                                      'complaint.acknowledged'),
			('complaint_remedied',     received,                                      'complaint.remedied'),
			('complaint_followed_up',  remedy,                                        'complaint.followed_up')]) AS standing,
		-- What was said of promises: of each, the steps that speak of it, by a wrong clock too.
		steps.type                                                                                         AS said_types,
		arrayFilter((step, type) -> startsWith(type, 'promise.'), arrayEnumerate(said_types), said_types)  AS words,
		arrayMap(step -> (sources[step], names[step]), words)                                              AS spoken_of,
		arrayMap(name -> arrayFilter((step, of) -> of = name, words, spoken_of), arrayDistinct(spoken_of)) AS told,
		-- A word that could not be kept when it was given, or says it was due or judged before that, cannot be right.
		arrayMap(told -> arrayFirst(step -> types[step] = 'promise.made' AND dues[step] >= times[step], told), told) AS begun,
		arrayMap((told, begun) -> arrayFilter(step -> types[step] != '' AND least(times[step], ifNull(dues[step], times[step]))
				>= times[if(types[step] = 'promise.made', step, begun)], told), told, begun)               AS sound,
		-- Where nothing that made it, or nothing that judged it, can be right, there is nothing to judge.
		arrayFilter((said, told) -> arrayUniq(arrayMap(step -> types[step] = 'promise.made', said))
				= arrayUniq(arrayMap(step -> said_types[step] = 'promise.made', told)), sound, told)           AS spoken,
		arrayConcat(
			-- Whose every reply says it was before the question was answered, nobody knows when: nothing to judge. Nor where what would
			-- have kept a promise was told by a wrong clock, and by no other.
			arrayFilter(vow -> (vow.2 != opened OR empty(replies) OR times[replies[-1]] >= times[opened])
					AND (vow.3 > 0 OR NOT has(untimed, 'case.responded')),
				arrayMap((start, next) -> tuple(
					'first_response', start,
					arrayFirst(reply -> times[reply] >= times[start] AND (next = 0 OR times[reply] < times[next]), replies),
					0, NULL, 0, '', sources[start], ids[start]),
				openings, arrayShiftLeft(openings, 1))),
			arrayFilter((vow, act) -> vow.3 > 0 OR NOT has(untimed, act),
				arrayMap((metric, start, act) -> tuple(
						metric, start,
						arrayFirstIndex((type, time) -> type = act AND time >= times[start], types, times),
						0, NULL, arrayCount((type, time) -> type = act AND time < times[start], types, times), '', '', ''),
					standing.1, standing.2, standing.3),
				standing.3),
			arrayMap((said, verdict) -> tuple(
					concat('promise:', kinds[arrayLast(step -> kinds[step] != '', said)]),
					arraySort(step -> (types[step] != 'promise.made', step), said)[1],
					if(types[verdict] = 'promise.kept', verdict, 0),
					verdict, dues[arrayLast(step -> dues[step] IS NOT NULL, said)], 0,
					from_teams[arrayLast(step -> from_teams[step] != '', said)], sources[said[1]], names[said[1]]),
				spoken, arrayMap(said -> arrayLast(step -> types[step] != 'promise.made', said), spoken))
		)::Array(Tuple(
			metric String, made UInt32, done UInt32, verdict UInt32, due Nullable(DateTime64(3, 'UTC')), early UInt32,
			from_team String, source String, id String)) AS ledger
	FROM steps_of(cases = {cases:Array(String)})
)
ARRAY JOIN ledger AS promise;

-- The ledger of the cases named: what was promised in them, when it falls due, and whether it was kept.
CREATE OR REPLACE VIEW promises_of AS
WITH
	(
		SELECT groupArrayArray(arrayMap(standard -> (toString(metric), standard), standards))
		FROM standards_in_order
	) AS standards
SELECT
	*,
	ifNull(done_at <= due_at, 0)                                         AS kept,
	if(kept, NULL, least(due_at, ifNull(said_broken_at, due_at)))        AS breach_at,
	lower(hex(MD5(arrayStringConcat([case_id, metric, said_by, name], '\n')))) AS promise_id
FROM
(
	SELECT
		* EXCEPT (said_due, verdict_at, standard),
		coalesce(said_due, touchstone_due(made_at, threshold_s, clock, calendar), verdict_at) AS due_at
	FROM
	(
		SELECT
			*,
			standards.2[arrayFirstIndex((of_metric, for_team, for_channel, for_tier, valid_from, valid_to) ->
					of_metric = metric
					AND (for_team = '' OR for_team = team) AND (for_channel = '' OR for_channel = channel) AND (for_tier = '' OR for_tier = tier)
					AND valid_from <= made_at AND (valid_to IS NULL OR made_at < valid_to),
				standards.1, standards.2.team, standards.2.channel, standards.2.tier, standards.2.valid_from, standards.2.valid_to)] AS standard,
			if(said_due IS NULL, standard.threshold_s, NULL)                 AS threshold_s,
			if(threshold_s IS NULL, 'calendar', standard.clock)              AS clock,
			if(threshold_s IS NULL, '', standard.calendar)                   AS calendar
		FROM vows_of(cases = {cases:Array(String)})
		-- A resolution is promised only where a standard says so.
		WHERE metric != 'resolution' OR has(standards.1, 'resolution')
	)
);

-- The ledger's promises that fall due from `from` to before `to`.
CREATE OR REPLACE VIEW promises AS
WITH
	-- What was made earlier than this falls due before `from` by the standards of openings, of complaints and of spoken promises.
	(
		SELECT tuple(
			minIf(reach, metric IN ('first_response', 'resolution')),
			minIf(reach, startsWith(metric, 'complaint_')),
			least(minIf(reach, startsWith(metric, 'promise:')), {from:DateTime64(3, 'UTC')}))
		FROM
		(
			SELECT
				metric,
				ifNull(if(standard.clock = 'business',
					touchstone_open_at(standard.calendar, touchstone_open_ms(standard.calendar, {from:DateTime64(3, 'UTC')}) - toInt64(round(standard.threshold_s * 1000))),
					fromUnixTimestamp64Milli(toUnixTimestamp64Milli({from:DateTime64(3, 'UTC')}) - toInt64(round(standard.threshold_s * 1000)), 'UTC')),
					toDateTime64('1990-01-01 00:00:00', 3, 'UTC')) AS reach
			FROM standards_in_order
			ARRAY JOIN standards AS standard
			WHERE standard.threshold_s IS NOT NULL
		)
	) AS reach
SELECT *
FROM promises_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND (bitAnd(facts, 1) != 0 AND last_time >= reach.1
			OR bitAnd(facts, 130) != 0 AND last_time >= reach.2
			OR bitAnd(facts, 32) != 0 AND last_time >= reach.3)
		OR first_due < {to:DateTime64(3, 'UTC')} AND last_due >= {from:DateTime64(3, 'UTC')}
))
WHERE due_at >= {from:DateTime64(3, 'UTC')}
	AND due_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

-- What would have been promised from `from` to before `to`, had a standard said so: it never falls due.
CREATE OR REPLACE VIEW promises_undue AS
SELECT *
FROM promises_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 163) != 0
))
WHERE due_at IS NULL
	AND made_at >= {from:DateTime64(3, 'UTC')}
	AND made_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
