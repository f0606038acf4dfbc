-- What a case cost its customer over its whole life: how often they had to come, were passed on, and had to say it again. Basis: the opening.
CREATE OR REPLACE VIEW efforts AS
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
	countEqual(types, 'case.contacted')    AS contacted,
	1 + contacted                          AS contacts,
	countEqual(types, 'case.transferred')  AS transfers,
	contacted + countEqual(types, 'case.reopened') AS repeats
FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 1)
WHERE opened > 0
	AND basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});
