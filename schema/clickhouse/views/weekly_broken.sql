-- The promises that fell due from `from` to before `to`, as far as they can be judged as of a moment, by what was promised and by team; and
-- beside them the one of these that was broken the longest: from when it was due until it was done, or until `as_of` where it was not, by
-- the calendar. First replies that never came are so only where all others came in time: most of their customers gave up, and are beyond
-- help; `undone` counts them. What nobody broke is not listed. Summed up, they are what promises_kept counts.
CREATE OR REPLACE VIEW weekly_broken AS
SELECT
	metric,
	team,
	count()                                                                      AS due,
	countIf(was_kept)                                                            AS kept,
	due - kept                                                                   AS broken,
	-- Not done to this moment.
	countIf(NOT was_kept AND is_undone)                                          AS undone,
	argMaxIf((case_id, owner, late_s, is_undone), (NOT (is_undone AND metric = 'first_response'), late_s, case_id), NOT was_kept) AS worst,
	worst.1                                                                      AS worst_case,
	worst.2                                                                      AS worst_owner,
	worst.3                                                                      AS worst_late_s,
	worst.4                                                                      AS worst_undone
FROM
(
	SELECT
		metric,
		team,
		case_id,
		owner,
		kept = 1                                                                  AS was_kept,
		if(done_at <= {as_of:DateTime64(3, 'UTC')}, done_at, NULL)                AS finished_at,
		finished_at IS NULL                                                       AS is_undone,
		dateDiff('millisecond', due_at, ifNull(finished_at, {as_of:DateTime64(3, 'UTC')})) / 1000 AS late_s
	FROM promises(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
	WHERE due_at < {as_of:DateTime64(3, 'UTC')}
)
GROUP BY metric, team
HAVING broken > 0;
