-- Complaints acknowledged in time: of the complaints received and due, those acknowledged by when it was promised at receipt. Basis:
-- receipt. An acknowledgement before its complaint is a defect; where nothing is promised there is nothing to judge.
CREATE OR REPLACE VIEW complaint_acknowledged_items AS
SELECT
	* EXCEPT (kept),
	made_at                                                                   AS basis_at,
	due_at                                                                    AS judged_at,
	ifNull({as_of:DateTime64(3, 'UTC')} > judged_at, 0)                       AS mature,
	CAST(if(mature, promises.kept, NULL), 'Nullable(UInt8)')                  AS kept,
	touchstone_elapsed_s(made_at, done_at, clock, calendar)                   AS seconds,
	toInt64(1)                                                                AS weight
FROM promises_of(cases =
(
	SELECT case_id
	FROM cases
	WHERE first_time < {to:DateTime64(3, 'UTC')}
		AND last_time >= {from:DateTime64(3, 'UTC')}
		AND bitAnd(facts, 2) != 0
)) AS promises
WHERE metric = 'complaint_acknowledged'
	AND basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_complaint_acknowledged AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})         AS bucket,
	denominator                                                      AS n,
	if(denominator = 0, NULL, numerator / denominator)               AS value,
	sumIf(weight, kept = 1)                                          AS numerator,
	sumIf(weight, mature)                                            AS denominator,
	touchstone_wilson_low(numerator, denominator)                    AS low,
	touchstone_wilson_high(numerator, denominator)                   AS high,
	sumIf(weight, NOT mature AND judged_at IS NOT NULL)              AS immature,
	sumIf(weight, judged_at IS NULL)                                 AS no_standard,
	sumIf(weight, early > 0 AND judged_at IS NOT NULL)               AS defects
FROM complaint_acknowledged_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
