-- Of the ledger's promises that fall due from `from` to before `to`, those that are not kept: broken, or running and not done yet. With
-- who first said that they act upon it, what was noted of it last, and when it was escalated. No clock: whoever asks says as of when.
CREATE OR REPLACE VIEW unkept AS
SELECT
	promise_id,
	case_id,
	simulated,
	metric,
	made_at,
	due_at,
	assumeNotNull(breach_at)   AS breach_at,
	done_at,
	owner,
	team,
	agent,
	channel,
	tier,
	topic,
	customer,
	acts.acknowledged_at       AS acknowledged_at,
	acts.acknowledged_by       AS acknowledged_by,
	acts.note                  AS note,
	acts.noted_by              AS noted_by,
	acts.noted_at              AS noted_at,
	escalations.escalated_at   AS escalated_at
FROM promises(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS promises
LEFT JOIN
(
	SELECT
		breach,
		CAST(said.1, 'Nullable(DateTime64(3, \'UTC\'))') AS acknowledged_at,
		said.4                                           AS acknowledged_by,
		noted.5                                          AS note,
		noted.4                                          AS noted_by,
		if(note = '', NULL, noted.1)                     AS noted_at
	FROM
	(
		SELECT
			breach,
			min(words)                      AS said,
			maxIf(words, words.5 != '')     AS noted
		FROM
		(
			SELECT breach, (time, id, toString(source), toString(by), toString(note)) AS words
			FROM breach_actions FINAL
		)
		GROUP BY breach
	)
) AS acts ON acts.breach = promises.promise_id
LEFT JOIN
(
	SELECT
		breach,
		CAST(min(breach_escalations.escalated_at), 'Nullable(DateTime64(3, \'UTC\'))') AS escalated_at
	FROM breach_escalations
	GROUP BY breach
) AS escalations ON escalations.breach = promises.promise_id
WHERE NOT kept;

-- One of them, by its name.
CREATE OR REPLACE VIEW unkept_named AS
SELECT *
FROM unkept(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, teams = [], channels = [])
WHERE promise_id = {promise:String};

-- The promises that broke from `from` to `as_of`, whatever became of them since. `unattended`: nobody had said within 15 minutes that they
-- act, which is when the next level is told. Only what is new after `since`: it broke then, or is to be escalated, or was.
CREATE OR REPLACE VIEW breaches AS
SELECT
	*,
	{as_of:DateTime64(3, 'UTC')} > breach_at + INTERVAL 15 MINUTE
		AND ifNull(acknowledged_at > breach_at + INTERVAL 15 MINUTE, true) AS unattended
FROM unkept(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE breach_at >= {from:DateTime64(3, 'UTC')}
	AND breach_at < {as_of:DateTime64(3, 'UTC')}
	AND made_at <= {as_of:DateTime64(3, 'UTC')}
	AND (breach_at >= {since:DateTime64(3, 'UTC')}
		OR unattended AND ifNull(escalated_at >= {since:DateTime64(3, 'UTC')}, true));

-- The promises somebody has to act upon, as of a moment. What broke before `from` is in nobody's queue any more; time_to_act counts it.
--   at_risk  running, not done, and in the last quarter of its time: at least in its last minute (of two minutes or less in the last
--            half), at most in its last hour; and nobody has said that they act
--   broken   nobody has said that they act, also when it was done meanwhile, too late
--   acted    somebody has, of what is broken or would be at risk, but what was promised is still not done; once it is, it leaves
-- In order of `precedence`, `minute` and `standing`: what can still be kept first, then what is broken, then what is acted upon; of these
-- what has the least time left, or broke first, by the minute; and within a minute diamond, gold and VIP before silver and all others.
CREATE OR REPLACE VIEW actions AS
SELECT
	promise_id,
	case_id,
	simulated,
	metric,
	state,
	made_at,
	due_at,
	if(is_broken, broke_at, NULL)                                AS breach_at,
	if(is_done, finished_at, NULL)                               AS done_at,
	owner,
	team,
	agent,
	channel,
	tier,
	topic,
	customer,
	acknowledged_at,
	acknowledged_by,
	note,
	noted_by,
	noted_at,
	escalated_at,
	-- When something happened to it last: it broke, or was escalated.
	if(is_broken, greatest(broke_at, ifNull(escalated_at, broke_at)), NULL) AS happened_at,
	toUInt8(indexOf(['at_risk', 'broken', 'acted'], state))      AS precedence,
	toInt64(floor(dateDiff('millisecond', {as_of:DateTime64(3, 'UTC')}, least(due_at, broke_at)) / 60000)) AS minute,
	toUInt8(indexOf(['other', 'silver', 'vip', 'gold', 'diamond'], if(tier IN ('diamond', 'gold', 'vip', 'silver'), toString(tier), 'other'))) AS standing
FROM
(
	SELECT
		* EXCEPT (breach_at, done_at),
		breach_at                                                    AS broke_at,
		done_at                                                      AS finished_at,
		broke_at < {as_of:DateTime64(3, 'UTC')}                      AS is_broken,
		ifNull(finished_at <= {as_of:DateTime64(3, 'UTC')}, false)   AS is_done,
		multiIf(acknowledged_at IS NOT NULL, 'acted', is_broken, 'broken', 'at_risk') AS state,
		dateDiff('millisecond', made_at, due_at)                     AS length_ms,
		least(3600000, greatest(length_ms / 4, least(60000, length_ms / 2))) AS risk_ms
	FROM unkept(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
)
WHERE made_at <= {as_of:DateTime64(3, 'UTC')}
	AND if(is_broken,
		broke_at >= {from:DateTime64(3, 'UTC')} AND NOT (state = 'acted' AND is_done),
		dateDiff('millisecond', {as_of:DateTime64(3, 'UTC')}, due_at) <= risk_ms);

-- The first `limit` of them, and of those broken the `latest` to which something happened last, with how many there are of each state, and
-- what the customer was worth: the money of their activity in the 365 days before, null where nobody says. Within a minute and a tier who was worth more comes first.
CREATE OR REPLACE VIEW action_queue AS
WITH
	-- As one value, so that the ledger is read once, and what customers were worth only of these.
	(
		SELECT groupArray(tuple(promise_id, case_id, metric, state, made_at, due_at, breach_at, done_at, owner, team, agent, channel,
			tier, topic, customer, acknowledged_at, acknowledged_by, note, noted_by, noted_at, escalated_at, precedence, minute, standing,
			broken, at_risk, acted, newest)::Tuple(
			promise_id String, case_id String, metric String, state String, made_at DateTime64(3, 'UTC'), due_at DateTime64(3, 'UTC'),
			breach_at Nullable(DateTime64(3, 'UTC')), done_at Nullable(DateTime64(3, 'UTC')), owner String, team String, agent String,
			channel String, tier String, topic String, customer String, acknowledged_at Nullable(DateTime64(3, 'UTC')),
			acknowledged_by String, note String, noted_by String, noted_at Nullable(DateTime64(3, 'UTC')),
			escalated_at Nullable(DateTime64(3, 'UTC')), precedence UInt8, minute Int64, standing UInt8,
			broken UInt64, at_risk UInt64, acted UInt64, newest UInt64))
		FROM
		(
			SELECT
				*,
				countIf(state = 'broken') OVER ()  AS broken,
				countIf(state = 'at_risk') OVER () AS at_risk,
				countIf(state = 'acted') OVER ()   AS acted,
				rank() OVER (ORDER BY precedence, minute, standing DESC)                    AS nth,
				row_number() OVER (ORDER BY state = 'broken' DESC, happened_at DESC, promise_id) AS newest
			FROM actions(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
				teams = {teams:Array(String)}, channels = {channels:Array(String)})
		)
		WHERE nth <= {limit:UInt32} OR newest <= {latest:UInt32} AND state = 'broken'
	) AS top
SELECT
	row.promise_id        AS promise_id,
	row.case_id           AS case_id,
	row.metric            AS metric,
	row.state             AS state,
	row.made_at           AS made_at,
	row.due_at            AS due_at,
	row.breach_at         AS breach_at,
	row.done_at           AS done_at,
	row.owner             AS owner,
	row.team              AS team,
	row.agent             AS agent,
	row.channel           AS channel,
	row.tier              AS tier,
	row.topic             AS topic,
	row.acknowledged_at   AS acknowledged_at,
	row.acknowledged_by   AS acknowledged_by,
	row.note              AS note,
	row.noted_by          AS noted_by,
	row.noted_at          AS noted_at,
	row.escalated_at      AS escalated_at,
	row.broken            AS broken,
	row.at_risk           AS at_risk,
	row.acted             AS acted,
	worth.customer_value  AS customer_value
FROM (SELECT arrayJoin(top) AS row) AS queue
LEFT JOIN
(
	SELECT
		customer,
		sum(value) AS customer_value
	FROM
	(
		SELECT DISTINCT customer, time, source, id, value
		FROM customer_activity
		WHERE active = 1
			AND customer != ''
			AND customer IN (SELECT arrayJoin(top.customer))
			AND time > {as_of:DateTime64(3, 'UTC')} - INTERVAL 365 DAY
			AND time <= {as_of:DateTime64(3, 'UTC')}
	)
	GROUP BY customer
) AS worth ON worth.customer = row.customer
QUALIFY row_number() OVER (ORDER BY row.precedence, row.minute, row.standing DESC, ifNull(worth.customer_value, 0) DESC, row.due_at, row.promise_id)
		<= {limit:UInt32}
	OR row.newest <= {latest:UInt32} AND row.state = 'broken'
ORDER BY row.precedence, row.minute, row.standing DESC, ifNull(worth.customer_value, 0) DESC, row.due_at, row.promise_id;

-- How many promises have left the queue and are still owed: they broke before `until`, are not done, and nobody has said that they act.
CREATE OR REPLACE VIEW forgotten AS
SELECT count() AS promises
FROM unkept(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE breach_at < {until:DateTime64(3, 'UTC')}
	AND acknowledged_at IS NULL
	AND NOT ifNull(done_at <= {as_of:DateTime64(3, 'UTC')}, false);
