-- One row for each complaint received: what was done about it, and what its customer said. No clock.
-- complaint_recovery and follow_up derive from it.
CREATE OR REPLACE VIEW complaints_of AS
SELECT
	case_id,
	simulated,
	times[opened]        AS basis_at,
	teams[opened]        AS team,
	agents[opened]       AS agent,
	channels[opened]     AS channel,
	customers[opened]    AS customer,
	tiers[opened]        AS tier,
	topics[opened]       AS topic,
	priorities[opened]   AS priority,
	steps[opened].reason AS reason,
	arrayFirstOrNull((time, type) -> type = 'complaint.acknowledged' AND time >= times[opened], times, types) AS acknowledged_at,
	arrayFirstOrNull((time, type) -> type = 'complaint.remedied' AND time >= times[opened], times, types)    AS remedied_at,
	arrayFirstOrNull((time, type) -> type = 'complaint.followed_up' AND time >= remedied_at, times, types)   AS followed_up_at,
	-- The latest answer within 14 days counts; 0: none.
	arrayLast((step, type) ->
			type = 'complaint.confirmed'
			AND step.time >= times[opened] AND step.time <= times[opened] + INTERVAL 14 DAY,
		steps, timed).satisfied AS answer,
	-- What became of it was told by a wrong clock: nobody knows when.
	hasAny(untimed, ['complaint.remedied', 'complaint.confirmed', 'complaint.followed_up']) AS unclear
FROM steps_of(cases = {cases:Array(String)})
WHERE opened > 0
	AND steps[opened].kind = 'complaint';

-- The same of all complaints received from `from` to before `to`.
CREATE OR REPLACE VIEW complaints AS
SELECT *
FROM complaints_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 2) != 0
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')};

-- The same, and when its customer complained again: the first complaint for the same reason at or after the remedy, in another case, of
-- those received before `until`.
CREATE OR REPLACE VIEW recoveries AS
SELECT
	* EXCEPT (receipts),
	arrayReduce('minOrNull', arrayMap(receipt -> receipt.1,
		arrayFilter(receipt -> ifNull(receipt.1 >= remedied_at, 0) AND receipt.2 != case_id, receipts))) AS again_at
FROM
(
	SELECT
		*,
		groupArray(tuple(basis_at, case_id)) OVER (PARTITION BY customer, reason, if(customer = '', case_id, '')) AS receipts
	FROM complaints(from = {from:DateTime64(3, 'UTC')}, to = {until:DateTime64(3, 'UTC')})
)
WHERE basis_at < {to:DateTime64(3, 'UTC')};
