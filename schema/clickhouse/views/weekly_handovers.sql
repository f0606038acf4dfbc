-- Promises between departments that fall due from `from` to before `to`: who promised (`team`) and whom (`from_team`, as the latest word on
-- the promise says). `kept` is null until a promise is due; `seconds`: of a broken one from when it was due until it was done, or `as_of` where it was
-- not (`undone`). Of teams: those that promised or were promised something.
CREATE OR REPLACE VIEW handovers_items AS
SELECT
	case_id,
	due_at                                                                       AS basis_at,
	team,
	agent,
	channel,
	tier,
	topic,
	metric,
	from_team,
	{as_of:DateTime64(3, 'UTC')} > due_at                                        AS mature,
	CAST(if(mature, was_kept, NULL), 'Nullable(UInt8)')                          AS kept,
	if(done_at <= {as_of:DateTime64(3, 'UTC')}, done_at, NULL)                   AS finished_at,
	finished_at IS NULL                                                          AS undone,
	if(kept = 0, dateDiff('millisecond', due_at, ifNull(finished_at, {as_of:DateTime64(3, 'UTC')})) / 1000, NULL) AS seconds
FROM
(
	SELECT case_id, team, agent, channel, tier, topic, metric, from_team, due_at, done_at, promises.kept AS was_kept
	FROM promises(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, teams = [], channels = {channels:Array(String)}) AS promises
	WHERE startsWith(metric, 'promise:')
		AND from_team NOT IN ('', team)
)
WHERE empty({teams:Array(String)}) OR team IN {teams:Array(String)} OR from_team IN {teams:Array(String)};

-- The same by who promised and whom: how many are kept and broken as of a moment, how many are running, and the broken ones, those that were
-- broken the longest first: each by its case, seconds from when it was due until it was done or `as_of`, and whether it is not done.
CREATE OR REPLACE VIEW weekly_handovers AS
SELECT
	team,
	from_team,
	count()                                                                      AS promised,
	countIf(mature)                                                              AS due,
	countIf(handovers.kept = 1)                                                  AS kept,
	countIf(handovers.kept = 0)                                                  AS broken,
	countIf(NOT mature)                                                          AS running,
	CAST(
		arrayMap(one -> (one.2, one.1, one.3), arrayReverseSort(groupArrayIf((assumeNotNull(seconds), case_id, undone), handovers.kept = 0))),
		'Array(Tuple(case_id String, late_s Float64, undone Bool))')              AS late
FROM handovers_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS handovers
GROUP BY team, from_team;
