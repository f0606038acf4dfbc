-- Cases of a week that are worth telling of (`from` to before `to`, as known at `as_of`), each with why it is, the most telling first:
--   recovered  complaints received and remedied within 24 hours, whose customers confirmed it with 5 of 5: the two remedied soonest
--   late       promises that fell due and were done too late, or are not done: that which took longest from when it was due. Who gave up before an
--              answer is not to be told of here: nobody can answer any more
--   passed_on  opened, and passed on at least twice: the one passed on most often
--   came_back  opened, and its customer had to come back at least twice: the one where most often
-- `seconds` is how long it took, `times` how often; null where it does not apply. Of equals the case whose name comes first. A case may
-- be told of for more than one reason.
CREATE OR REPLACE VIEW weekly_shared AS
SELECT
	toUInt8(row_number() OVER (ORDER BY precedence, rank)) AS place,
	['recovered', 'late', 'passed_on', 'came_back'][precedence] AS why,
	case_id,
	basis_at                                               AS at,
	metric,
	reason,
	team,
	agent,
	channel,
	tier,
	topic,
	seconds,
	times,
	undone
FROM
(
	SELECT *, row_number() OVER (PARTITION BY precedence ORDER BY standing DESC, case_id) AS rank
	FROM
	(
		SELECT
			1 AS precedence,
			case_id,
			basis_at,
			'' AS metric,
			toString(reason) AS reason,
			toString(team) AS team, toString(agent) AS agent, toString(channel) AS channel, toString(tier) AS tier, toString(topic) AS topic,
			dateDiff('millisecond', basis_at, remedied_at) / 1000 AS seconds,
			CAST(NULL, 'Nullable(UInt32)') AS times,
			false AS undone,
			-seconds AS standing
		FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
		WHERE answer = 5
			AND remedied_at <= least(basis_at + INTERVAL 24 HOUR, {as_of:DateTime64(3, 'UTC')})
			AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
			AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
		UNION ALL
		SELECT
			2 AS precedence,
			case_id,
			due_at AS basis_at,
			toString(metric) AS metric,
			'' AS reason,
			toString(team) AS team, toString(agent) AS agent, toString(channel) AS channel, toString(tier) AS tier, toString(topic) AS topic,
			dateDiff('millisecond', due_at, if(undone, {as_of:DateTime64(3, 'UTC')}, done_at)) / 1000 AS seconds,
			CAST(NULL, 'Nullable(UInt32)') AS times,
			NOT ifNull(done_at <= {as_of:DateTime64(3, 'UTC')}, false) AS undone,
			seconds AS standing
		FROM promises(from = {from:DateTime64(3, 'UTC')}, to = least({to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}),
			teams = {teams:Array(String)}, channels = {channels:Array(String)})
		WHERE kept = 0
			AND NOT (undone AND metric = 'first_response')
		UNION ALL
		SELECT
			3 + by_coming_back AS precedence,
			case_id,
			basis_at,
			'' AS metric,
			'' AS reason,
			toString(team) AS team, toString(agent) AS agent, toString(channel) AS channel, toString(tier) AS tier, toString(topic) AS topic,
			CAST(NULL, 'Nullable(Float64)') AS seconds,
			CAST(if(by_coming_back = 1, repeats, transfers), 'Nullable(UInt32)') AS times,
			false AS undone,
			times AS standing
		FROM openings(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
			teams = {teams:Array(String)}, channels = {channels:Array(String)})
		ARRAY JOIN [0, 1] AS by_coming_back
		WHERE times >= 2
	)
)
WHERE rank <= if(precedence = 1, 2, 1);
