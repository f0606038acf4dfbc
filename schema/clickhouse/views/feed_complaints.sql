-- Complaints that are not remedied as of a moment, of those received in the 90 days before it: by when they are to be, by the standard in
-- force at their receipt (24 hours by the calendar where there is none), and in which place they stand: those overdue first, then by the
-- hour in which they fall due, key accounts first within it. `soon_at`: from when on they are at risk, as the queue of actions has it.
-- `open`, `late` and `soon` count all of them, in every row.
CREATE OR REPLACE VIEW feed_complaints AS
WITH (SELECT groupArrayArray(standards) FROM standards_in_order WHERE metric = 'complaint_remedied') AS standards
SELECT
	row_number() OVER (ORDER BY is_late DESC, toStartOfHour(due_at), tier_rank, due_at, case_id) AS place,
	case_id,
	basis_at                                                                AS received_at,
	due_at,
	soon_at,
	team,
	agent,
	channel,
	tier,
	topic,
	customer,
	reason,
	if(acknowledged_at <= {as_of:DateTime64(3, 'UTC')}, acknowledged_at, NULL) AS acknowledged_at,
	{as_of:DateTime64(3, 'UTC')} > due_at                                   AS is_late,
	indexOf(['diamond', 'vip', 'gold', 'silver', 'standard'], tier)         AS known_rank,
	if(known_rank = 0, 6, known_rank)                                       AS tier_rank,
	count() OVER ()                                                         AS open,
	countIf(is_late) OVER ()                                                AS late,
	countIf(NOT is_late AND soon_at <= {as_of:DateTime64(3, 'UTC')}) OVER () AS soon
FROM
(
	SELECT
		*,
		touchstone_standard(standards, team, channel, tier, basis_at) AS standard,
		ifNull(touchstone_due(basis_at, standard.threshold_s,
				if(standard.threshold_s IS NULL, 'calendar', standard.clock),
				if(standard.threshold_s IS NULL, '', standard.calendar)),
			basis_at + INTERVAL 24 HOUR)                                    AS due_at,
		dateDiff('millisecond', basis_at, due_at)                           AS length_ms,
		due_at - toIntervalMillisecond(toInt64(least(3600000, greatest(length_ms / 4, least(60000, length_ms / 2))))) AS soon_at
	FROM complaints(
		from = {as_of:DateTime64(3, 'UTC')} - INTERVAL 90 DAY,
		to   = {as_of:DateTime64(3, 'UTC')} + INTERVAL 1 MILLISECOND)
	WHERE ifNull(remedied_at > {as_of:DateTime64(3, 'UTC')}, true)
		AND NOT unclear
		AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
		AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
);

-- Complaints of these customers that were remedied in the 120 days before a moment: 30 days before the oldest that is listed.
CREATE OR REPLACE VIEW complaints_remedied AS
SELECT case_id, customer, reason, remedied_at
FROM complaints_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time <= {as_of:DateTime64(3, 'UTC')}
		AND last_time >= {as_of:DateTime64(3, 'UTC')} - INTERVAL 120 DAY
		AND bitAnd(facts, 130) != 0
))
WHERE customer IN {customers:Array(String)};

-- Of complaints, each named by its case, customer, reason and receipt, those that are a relapse: another complaint of the customer for
-- the same reason had been remedied in the 30 days before.
CREATE OR REPLACE VIEW feed_relapses AS
SELECT DISTINCT shown.1 AS case_id
FROM
(
	SELECT arrayJoin(arrayZip({cases:Array(String)}, {customers:Array(String)}, {reasons:Array(String)},
		{received:Array(DateTime64(3, 'UTC'))})) AS shown
) AS listed
INNER JOIN
(
	SELECT *
	FROM complaints_remedied(as_of = {as_of:DateTime64(3, 'UTC')}, customers = {customers:Array(String)})
) AS earlier ON earlier.customer = shown.2 AND earlier.reason = shown.3
WHERE earlier.customer != ''
	AND earlier.case_id != shown.1
	AND earlier.remedied_at <= shown.4
	AND earlier.remedied_at >= shown.4 - INTERVAL 30 DAY;
