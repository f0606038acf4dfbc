-- Promises between departments that fall due from `from` to before `to`: who promised (`team`) and whom (`from_team`, as the latest word on the
-- promise says), how many are kept and broken as of a moment, how many are running, and the broken ones, those that were broken the longest
-- first: each by its case, seconds from when it was due until it was done or `as_of`, and whether it is not done. Of teams: those that promised or were promised something.
CREATE OR REPLACE VIEW weekly_handovers AS
WITH
	(
		SELECT groupUniqArray(case_id)
		FROM cases
		WHERE first_time < {to:DateTime64(3, 'UTC')}
			-- A promise that names no time of its own falls due by a standard: none reaches further than that.
			AND (last_time >= {from:DateTime64(3, 'UTC')} - INTERVAL 92 DAY OR last_due >= {from:DateTime64(3, 'UTC')})
			AND bitAnd(facts, 32) != 0
			AND arrayExists(name -> name != '', steps.from_team)
	) AS named
SELECT
	team,
	from_team,
	count()                                                                      AS promised,
	countIf(is_due)                                                              AS due,
	countIf(is_due AND was_kept)                                                 AS kept,
	countIf(is_due AND NOT was_kept)                                             AS broken,
	countIf(NOT is_due)                                                          AS running,
	CAST(
		arrayMap(one -> (one.2, one.1, one.3), arrayReverseSort(groupArrayIf((late_s, case_id, finished_at IS NULL), is_due AND NOT was_kept))),
		'Array(Tuple(case_id String, late_s Float64, undone Bool))')              AS late
FROM
(
	SELECT
		case_id,
		ledger.team                                                               AS team,
		words.from_team                                                           AS from_team,
		{as_of:DateTime64(3, 'UTC')} > due_at                                     AS is_due,
		kept = 1                                                                  AS was_kept,
		if(done_at <= {as_of:DateTime64(3, 'UTC')}, done_at, NULL)                AS finished_at,
		dateDiff('millisecond', due_at, ifNull(finished_at, {as_of:DateTime64(3, 'UTC')})) / 1000 AS late_s
	FROM
	(
		SELECT case_id, team, channel, said_by, name, due_at, done_at, kept
		FROM promises_of(cases = named)
		WHERE startsWith(metric, 'promise:')
			AND due_at >= {from:DateTime64(3, 'UTC')}
			AND due_at < {to:DateTime64(3, 'UTC')}
	) AS ledger
	INNER JOIN
	(
		SELECT case_id, step.source AS said_by, step.promise AS name, argMax(step.from_team, (step.time, step.id)) AS from_team
		FROM steps_of(cases = named)
		ARRAY JOIN steps AS step
		WHERE startsWith(step.type, 'promise.')
			AND step.from_team != ''
		GROUP BY case_id, said_by, name
	) AS words ON words.case_id = ledger.case_id AND words.said_by = ledger.said_by AND words.name = ledger.name
	WHERE (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
)
WHERE team != from_team
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)} OR from_team IN {teams:Array(String)})
GROUP BY team, from_team;
