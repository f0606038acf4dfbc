-- Satisfaction weighted to all whom a survey was due: who asks and who answers is not left to chance, and an outcome that is asked about
-- less than another weighs as much as it happened. Strata: the outcome of the case, escalated or resolved alone. An answer about a case
-- that was neither is in no stratum. Null where an outcome that happened has no answer.
CREATE OR REPLACE VIEW weighted_satisfaction AS
SELECT
	sum(replied)                  AS answered,
	tupleElement(touchstone_weighted_share(
		[sumIf(due, NOT escalated), sumIf(due, escalated)],
		[sumIf(replied, NOT escalated), sumIf(replied, escalated)],
		[sumIf(satisfied, NOT escalated), sumIf(satisfied, escalated)]), 'value') AS share
FROM
(
	SELECT
		escalated,
		toUInt64(1)               AS due,
		toUInt64(0)               AS replied,
		toUInt64(0)               AS satisfied
	FROM eligible_cases(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)})
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
	UNION ALL
	SELECT
		outcomes.escalated        AS escalated,
		toUInt64(0)               AS due,
		toUInt64(1)               AS replied,
		toUInt64(ifNull(kept, 0)) AS satisfied
	FROM satisfaction_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
	INNER JOIN
	(
		SELECT case_id, escalated
		FROM eligible_cases_of(cases =
		(
			SELECT case_id
			FROM cases
			WHERE first_time < {to:DateTime64(3, 'UTC')}
				AND last_time >= {from:DateTime64(3, 'UTC')}
				AND bitAnd(facts, 8) != 0
				AND bitAnd(facts, 68) != 0
		))
	) AS outcomes ON outcomes.case_id = items.case_id
	WHERE items.answered
		AND ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
);
