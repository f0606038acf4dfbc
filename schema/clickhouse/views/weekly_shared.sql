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
	toUInt8(row_number() OVER (ORDER BY precedence, standing DESC, case_id)) AS place,
	['recovered', 'late', 'passed_on', 'came_back'][precedence] AS why,
	case_id,
	at,
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
	-- Of each reason the first ones only: hundreds of thousands of promises may be late.
	SELECT
		1 AS precedence,
		case_id,
		basis_at AS at,
		'' AS metric,
		toString(reason) AS reason,
		toString(team) AS team, toString(agent) AS agent, toString(channel) AS channel, toString(tier) AS tier, toString(topic) AS topic,
		CAST(took, 'Nullable(Float64)') AS seconds,
		CAST(NULL, 'Nullable(UInt32)') AS times,
		false AS undone,
		CAST(-took, 'Nullable(Float64)') AS standing
	FROM
	(
		SELECT case_id, basis_at, reason, team, agent, channel, tier, topic, dateDiff('millisecond', basis_at, remedied_at) / 1000 AS took
		FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
		WHERE answer = 5
			AND remedied_at <= least(basis_at + INTERVAL 24 HOUR, {as_of:DateTime64(3, 'UTC')})
			AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
			AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
		ORDER BY took, case_id
		LIMIT 2
	)
	UNION ALL
	SELECT
		2 AS precedence,
		case_id,
		due_at AS at,
		toString(metric) AS metric,
		'' AS reason,
		toString(team) AS team, toString(agent) AS agent, toString(channel) AS channel, toString(tier) AS tier, toString(topic) AS topic,
		CAST(took, 'Nullable(Float64)') AS seconds,
		CAST(NULL, 'Nullable(UInt32)') AS times,
		is_undone AS undone,
		CAST(took, 'Nullable(Float64)') AS standing
	FROM
	(
		SELECT
			case_id, due_at, metric, team, agent, channel, tier, topic,
			NOT ifNull(done_at <= {as_of:DateTime64(3, 'UTC')}, false) AS is_undone,
			dateDiff('millisecond', due_at, if(is_undone, {as_of:DateTime64(3, 'UTC')}, done_at)) / 1000 AS took
		FROM promises(from = {from:DateTime64(3, 'UTC')}, to = least({to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}),
			teams = {teams:Array(String)}, channels = {channels:Array(String)})
		WHERE kept = 0
			AND NOT (is_undone AND metric = 'first_response')
		ORDER BY took DESC, case_id
		LIMIT 1
	)
	UNION ALL
	SELECT
		3 + by_coming_back AS precedence,
		case_id,
		basis_at AS at,
		'' AS metric,
		'' AS reason,
		toString(team) AS team, toString(agent) AS agent, toString(channel) AS channel, toString(tier) AS tier, toString(topic) AS topic,
		CAST(NULL, 'Nullable(Float64)') AS seconds,
		CAST(how_often, 'Nullable(UInt32)') AS times,
		false AS undone,
		CAST(how_often, 'Nullable(Float64)') AS standing
	FROM
	(
		SELECT case_id, basis_at, team, agent, channel, tier, topic, by_coming_back, if(by_coming_back = 1, repeats, transfers) AS how_often
		FROM
		(
			SELECT case_id, basis_at, team, agent, channel, tier, topic, repeats, transfers
			FROM openings(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
				teams = {teams:Array(String)}, channels = {channels:Array(String)})
			WHERE transfers >= 2 OR repeats >= 2
		)
		ARRAY JOIN [0, 1] AS by_coming_back
		WHERE how_often >= 2
		ORDER BY how_often DESC, case_id
		LIMIT 1 BY by_coming_back
	)
);
