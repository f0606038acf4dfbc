-- Of the cases named, one row for each that was opened: what it is, and what it cost its customer over its whole life: how often they
-- had to come, were passed on, and had to say it again. Basis: the opening.
CREATE OR REPLACE VIEW openings_of AS
SELECT
	case_id,
	simulated,
	times[opened]                          AS basis_at,
	teams[opened]                          AS team,
	agents[opened]                         AS agent,
	channels[opened]                       AS channel,
	customers[opened]                      AS customer,
	tiers[opened]                          AS tier,
	topics[opened]                         AS topic,
	priorities[opened]                     AS priority,
	steps[opened].kind = 'complaint'       AS complaint,
	countEqual(types, 'case.contacted')    AS contacted,
	1 + contacted                          AS contacts,
	countEqual(types, 'case.transferred')  AS transfers,
	contacted + countEqual(types, 'case.reopened') AS repeats
FROM steps_of(cases = {cases:Array(String)})
WHERE opened > 0;

-- The same of all cases opened from `from` to before `to`.
CREATE OR REPLACE VIEW openings AS
SELECT *
FROM openings_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 1) != 0
))
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
