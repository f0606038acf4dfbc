-- Notes and decisions of weekly reviews as they stand: the highest version of each that was not deleted.
CREATE OR REPLACE VIEW decisions AS
SELECT
	id,
	kind,
	week,
	text,
	owner,
	due,
	by,
	closed_on,
	closed_by,
	outcome,
	version,
	saved_at,
	saved_by
FROM
(
	SELECT *
	FROM decision_versions
	ORDER BY id, version DESC, _block_number
	LIMIT 1 BY id
)
WHERE NOT deleted;

-- Those that the review of a week (its Monday) lists: made in it or before, and not closed before it. `state` is as it was when the
-- week was over, or is now while it runs: open, closed in this week, or closed since, and then open in it. `overdue`: not
-- done, or not done in time, by then.
CREATE OR REPLACE VIEW decisions_of_week AS
SELECT
	*,
	least(toDate({as_of:DateTime64(3, 'UTC')}, {zone:String}), {week:Date} + 7) AS stands_on,
	multiIf(closed_on IS NULL, 'open', closed_on < {week:Date} + 7, 'closed', 'closed_since') AS state,
	toBool(ifNull(due < least(stands_on, ifNull(closed_on, stands_on)), false)) AS overdue
FROM decisions
WHERE week <= {week:Date} AND ifNull(closed_on >= {week:Date}, true)
ORDER BY state = 'closed', ifNull(due, toDate('2149-06-06')), decisions.week, id;
