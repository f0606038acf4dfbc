-- Complaints that are not remedied as of a moment, of those received in the 90 days before it: by when they are to be, 24 hours by the
-- calendar, and in which place they stand: those overdue first, then by the hour in which they fall due, key accounts first within it.
-- `open`, `late` and `soon` (due within four hours) count all of them, in every row.
CREATE OR REPLACE VIEW feed_complaints AS
SELECT
	row_number() OVER (ORDER BY is_late DESC, toStartOfHour(due_at), tier_rank, due_at, case_id) AS place,
	case_id,
	basis_at                                                                AS received_at,
	basis_at + INTERVAL 24 HOUR                                             AS due_at,
	team,
	agent,
	channel,
	tier,
	topic,
	reason,
	{as_of:DateTime64(3, 'UTC')} > due_at                                   AS is_late,
	indexOf(['diamond', 'vip', 'gold', 'silver', 'standard'], tier)         AS known_rank,
	if(known_rank = 0, 6, known_rank)                                       AS tier_rank,
	count() OVER ()                                                         AS open,
	countIf(is_late) OVER ()                                                AS late,
	countIf(NOT is_late AND due_at <= {as_of:DateTime64(3, 'UTC')} + INTERVAL 4 HOUR) OVER () AS soon
FROM complaints(
	from = {as_of:DateTime64(3, 'UTC')} - INTERVAL 90 DAY,
	to   = {as_of:DateTime64(3, 'UTC')} + INTERVAL 1 MILLISECOND)
WHERE ifNull(remedied_at > {as_of:DateTime64(3, 'UTC')}, true)
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

-- Complaints of which one may have been remedied in the 30 days before another was received that is open as of a moment: 120 days.
-- Where cases are settled, it is those of the customers of the cases named, and no others need be read.
CREATE OR REPLACE VIEW complaints_beside AS
SELECT *
FROM complaints_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time <= {as_of:DateTime64(3, 'UTC')}
		AND last_time >= {as_of:DateTime64(3, 'UTC')} - INTERVAL 120 DAY
		AND bitAnd(facts, 130) != 0
));

-- What else there is to know of the open complaints named: when somebody acknowledged them, and whether it is a relapse: an earlier
-- complaint of the customer for the same reason had been remedied in the 30 days before this one.
CREATE OR REPLACE VIEW feed_complaints_more AS
SELECT
	case_id,
	acknowledged_at,
	toBool(arrayExists(remedy ->
			remedy.2 != case_id
			AND remedy.1 <= received_at
			AND remedy.1 >= received_at - INTERVAL 30 DAY,
		remedies)) AS relapse
FROM
(
	SELECT
		case_id,
		customers[opened]    AS customer,
		steps[opened].reason AS reason,
		times[opened]        AS received_at,
		arrayFirstOrNull((time, type) ->
				type = 'complaint.acknowledged' AND time >= times[opened] AND time <= {as_of:DateTime64(3, 'UTC')},
			times, types)    AS acknowledged_at
	FROM steps_of(cases = {cases:Array(String)})
	WHERE opened > 0
) AS shown
LEFT JOIN
(
	SELECT customer, reason, groupArray((assumeNotNull(remedied_at), case_id)) AS remedies
	FROM complaints_beside(as_of = {as_of:DateTime64(3, 'UTC')}, cases = {cases:Array(String)})
	WHERE customer != '' AND remedied_at IS NOT NULL
	GROUP BY customer, reason
) AS earlier USING (customer, reason);
