-- The cases in which something of `facts` (0: anything) may have happened from `from` to before `to`: their steps in order of
-- (time, id), each once, and beside each step the dimensions known then: its own, else those of the latest earlier
-- step that says them, else those of the opening.
CREATE OR REPLACE VIEW case_steps AS
SELECT
	case_id,
	simulated,
	steps,
	steps.time AS times,
	steps.type AS types,
	indexOf(types, 'case.opened') AS opened,
	arrayMap(known -> if(known = '', steps[opened].team, known),     arrayFill(said -> said != '', steps.team))     AS teams,
	arrayMap(known -> if(known = '', steps[opened].agent, known),    arrayFill(said -> said != '', steps.agent))    AS agents,
	arrayMap(known -> if(known = '', steps[opened].channel, known),  arrayFill(said -> said != '', steps.channel))  AS channels,
	arrayMap(known -> if(known = '', steps[opened].customer, known), arrayFill(said -> said != '', steps.customer)) AS customers,
	arrayMap(known -> if(known = '', steps[opened].tier, known),     arrayFill(said -> said != '', steps.tier))     AS tiers,
	arrayMap(known -> if(known = '', steps[opened].topic, known),    arrayFill(said -> said != '', steps.topic))    AS topics,
	arrayMap(known -> if(known = '', steps[opened].priority, known), arrayFill(said -> said != '', steps.priority)) AS priorities
FROM
(
	SELECT
		case_id,
		simulated,
		arrayFilter((step, delivery) -> delivery = 1, sorted, arrayEnumerateUniq(sorted.source, sorted.id)) AS steps
	FROM
	(
		SELECT case_id, max(simulated) AS simulated, arraySort(groupUniqArrayArray(steps)) AS sorted
		FROM cases
		WHERE case_id IN
		(
			SELECT case_id
			FROM cases
			WHERE first_time < {to:DateTime64(3, 'UTC')}
				AND last_time >= {from:DateTime64(3, 'UTC')}
				AND ({facts:UInt8} = 0 OR bitAnd(facts, {facts:UInt8}) != 0)
		)
		GROUP BY case_id
	)
);
