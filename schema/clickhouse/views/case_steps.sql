-- The cases named: their steps in order of (time, id), each once, and beside each step the dimensions known then: its own,
-- else those of the latest earlier step that says them, else those of the opening. Steps after `until` have not happened (null: all have).
-- `types` is what a number may count: '' for what cannot be before the opening, or without one, and for what a wrong clock said
-- (`misdated`): nobody knows when that was. Such a step keeps its place, its dimensions and, in `steps`, its type. `timed` lacks only what
-- a wrong clock said, and `untimed` holds nothing else: that it happened is known. Without any such clock both cost nothing.
CREATE OR REPLACE VIEW steps_until AS
WITH (SELECT touchstone_wrong_spells(touchstone_standing_spells(spells, version, _block_number)) FROM clock_spells) AS wrong_clocks
SELECT
	case_id,
	simulated,
	steps,
	timed,
	if(empty(wrong_clocks), emptyArrayString(), arrayMap((type, told) -> if(type = '', told, ''), timed, steps.type)) AS untimed,
	steps.time AS times,
	indexOf(timed, 'case.opened') AS opened,
	if(opened = 0, toDateTime64('2299-12-31 00:00:00', 3, 'UTC'), times[opened]) AS begun_at,
	arrayMap((type, time) -> if(time < begun_at AND type IN ('case.resolved', 'case.abandoned', 'case.contacted', 'case.reopened',
			'case.escalated', 'complaint.escalated'), '', type),
		timed, times) AS types,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.team,     steps.team[opened])))     AS teams,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.agent,    steps.agent[opened])))    AS agents,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.channel,  steps.channel[opened])))  AS channels,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.customer, steps.customer[opened]))) AS customers,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.tier,     steps.tier[opened])))     AS tiers,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.topic,    steps.topic[opened])))    AS topics,
	arrayPopFront(arrayFill(said -> said != '', arrayPushFront(steps.priority, steps.priority[opened]))) AS priorities
FROM
(
	SELECT
		case_id,
		simulated,
		arrayFilter((step, delivery, time) ->
				delivery = 1
				AND ({until:Nullable(DateTime64(3, 'UTC'))} IS NULL OR time <= {until:Nullable(DateTime64(3, 'UTC'))}),
			sorted, arrayEnumerateUniq(sorted.source, sorted.id), sorted.time) AS steps,
		if(empty(wrong_clocks), steps.type, arrayMap(step -> if(
			touchstone_step(step.source, step.id, step.time) IN (SELECT step FROM misdated), '', step.type), steps)) AS timed
	FROM
	(
		SELECT case_id, max(simulated) AS simulated, arraySort(groupUniqArrayArray(steps)) AS sorted
		FROM cases
		WHERE case_id IN {cases:Array(String)}
		GROUP BY case_id
	)
);

CREATE OR REPLACE VIEW steps_of AS
SELECT *
FROM steps_until(cases = {cases:Array(String)}, until = NULL);

-- The surveys of a case that were sent under a name, in order: (type, name, time). An answer from before its survey was first sent
-- cannot be right; of a survey that nobody says was sent, nothing can be said.
CREATE OR REPLACE FUNCTION touchstone_sent AS (types, names, times) ->
	arrayFilter(step -> step.1 = 'survey.sent' AND step.2 != '', arrayZip(types, names, times));

-- The cases in which something of `facts` (0: anything) may have happened from `from` to before `to`.
CREATE OR REPLACE VIEW case_steps AS
SELECT *
FROM steps_until(until = NULL, cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND ({facts:UInt8} = 0 OR bitAnd(facts, {facts:UInt8}) != 0)
));
