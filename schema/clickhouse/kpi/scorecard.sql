-- Team scorecard: other KPIs over the same cell, each brought to 0..100, weighted by the weights in force when the cell ended. What has no value is left
-- out and its weight with it: `covered` says how much of all weight the score rests on. The card is by the number of promises
-- broken, however good the score.

-- What is judged in the KPIs it is made of.
CREATE OR REPLACE VIEW scorecard_items AS
SELECT case_id, simulated, basis_at, team, agent, channel, customer, tier, topic, priority, kept, seconds, toInt64(1) AS weight, 'satisfaction' AS component
FROM satisfaction_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE kept IS NOT NULL
UNION ALL
SELECT case_id, simulated, basis_at, team, agent, channel, customer, tier, topic, priority, kept, seconds, toInt64(1) AS weight, 'inspection' AS component
FROM inspection_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE kept IS NOT NULL
UNION ALL
SELECT case_id, simulated, basis_at, team, agent, channel, customer, tier, topic, priority, kept, seconds, toInt64(1) AS weight, 'promises_kept' AS component
FROM promises_kept_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE kept IS NOT NULL
UNION ALL
SELECT case_id, simulated, basis_at, team, agent, channel, customer, tier, topic, priority, kept, seconds, toInt64(1) AS weight, 'complaint_recovery' AS component
FROM complaint_recovery_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE kept IS NOT NULL
UNION ALL
SELECT case_id, simulated, basis_at, team, agent, channel, customer, tier, topic, priority, kept, seconds, toInt64(1) AS weight, 'first_contact_resolution' AS component
FROM first_contact_resolution_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE kept IS NOT NULL
UNION ALL
SELECT case_id, simulated, basis_at, team, agent, channel, customer, tier, topic, priority, kept, seconds, toInt64(1) AS weight, 'service_level' AS component
FROM service_level_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = CAST(NULL, 'Nullable(Float64)'))
WHERE kept IS NOT NULL;

-- The KPIs it is made of, each as its own view tells it.
CREATE OR REPLACE VIEW scorecard_parts AS
SELECT ask, `group`, bucket, 'satisfaction' AS component, value, toInt64(numerator) AS numerator, toInt64(denominator) AS denominator
FROM kpi_satisfaction(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)},
	by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
UNION ALL
SELECT ask, `group`, bucket, 'inspection' AS component, value, toInt64(numerator) AS numerator, toInt64(denominator) AS denominator
FROM kpi_inspection(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)},
	by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
UNION ALL
SELECT ask, `group`, bucket, 'promises_kept' AS component, value, toInt64(numerator) AS numerator, toInt64(denominator) AS denominator
FROM kpi_promises_kept(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)},
	by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
UNION ALL
SELECT ask, `group`, bucket, 'complaint_recovery' AS component, value, toInt64(numerator) AS numerator, toInt64(denominator) AS denominator
FROM kpi_complaint_recovery(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)},
	by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
UNION ALL
SELECT ask, `group`, bucket, 'first_contact_resolution' AS component, value, toInt64(numerator) AS numerator, toInt64(denominator) AS denominator
FROM kpi_first_contact_resolution(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)},
	by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
UNION ALL
SELECT ask, `group`, bucket, 'service_level' AS component, value, toInt64(numerator) AS numerator, toInt64(denominator) AS denominator
FROM kpi_service_level(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = CAST(NULL, 'Nullable(Float64)'),
	by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String});

CREATE OR REPLACE VIEW kpi_scorecard AS
WITH
	arrayMap(id -> arrayFirst(part -> part.1 = id, parts).2, ids) AS scores,
	arraySum((score, weight) -> if(score IS NULL, 0, weight), scores, weights) AS weighed
SELECT
	ask,
	`group`,
	bucket,
	arrayCount((score, weight) -> weight > 0 AND score IS NOT NULL, scores, weights) AS n,
	if(n = 0, NULL, arraySum((score, weight) -> ifNull(score, 0) * weight, scores, weights) / weighed) AS value,
	toUInt64(0)                                                AS numerator,
	n                                                          AS denominator,
	CAST(NULL, 'Nullable(Float64)')                            AS low,
	CAST(NULL, 'Nullable(Float64)')                            AS high,
	toUInt64(0)                                                AS immature,
	mapFromArrays(ids, CAST(arrayZip(scores, weights), 'Array(Tuple(value Nullable(Float64), weight Float64))')) AS components,
	if(arraySum(weights) = 0, NULL, weighed / arraySum(weights)) AS covered,
	multiIf(broken >= red, 'red', broken >= yellow, 'yellow', NULL) AS card
FROM
(
	WITH
		(SELECT settings FROM parameters_in_order(names = ['scorecard_weight', 'card'])) AS own,
		touchstone_bucket_last(bucket, {grain:Array(String)}[ask], {zone:String}, {to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}) AS last
	SELECT
		ask,
		`group`,
		bucket,
		groupArray((component, score)) AS parts,
		sum(broken)                    AS broken,
		['satisfaction', 'inspection', 'promises_kept', 'complaint_recovery', 'first_contact_resolution', 'service_level'] AS ids,
		arrayMap((id, usual) -> touchstone_in_force(own, 'scorecard_weight', id, last, usual), ids, [40, 20, 20, 10, 10, 0]) AS weights,
		touchstone_in_force(own, 'card', 'red', last, 10)   AS red,
		touchstone_in_force(own, 'card', 'yellow', last, 3) AS yellow
	FROM
	(
		SELECT
			ask,
			`group`,
			bucket,
			component,
			if(component = 'inspection', value, value * 100)           AS score,
			if(component = 'promises_kept', denominator - numerator, 0) AS broken
		FROM scorecard_parts(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
			teams = {teams:Array(String)}, channels = {channels:Array(String)},
			by = {by:Array(String)}, grain = {grain:Array(String)}, zone = {zone:String})
		UNION ALL
		-- A total says what counts also where nothing happened.
		SELECT ask, NULL, NULL, '', NULL, 0
		FROM (SELECT 1)
		ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
		WHERE asked_by = '' AND asked_grain = 'total'
	)
	GROUP BY ask, `group`, bucket
);
