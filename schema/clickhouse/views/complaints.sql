-- One row for each complaint received: what was done about it, and what its customer said. No clock.
-- complaint_recovery and follow_up derive from it.
CREATE OR REPLACE VIEW complaints AS
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
	arrayFirstOrNull((time, type) -> type = 'complaint.remedied' AND time >= times[opened], times, types)    AS remedied_at,
	arrayFirstOrNull((time, type) -> type = 'complaint.followed_up' AND time >= remedied_at, times, types)   AS followed_up_at,
	-- The latest answer within 14 days counts; 0: none.
	arrayLast(step ->
			step.type = 'complaint.confirmed'
			AND step.time >= times[opened] AND step.time <= times[opened] + INTERVAL 14 DAY,
		steps).satisfied AS answer
FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 2)
WHERE opened > 0
	AND steps[opened].kind = 'complaint'
	AND basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')};
