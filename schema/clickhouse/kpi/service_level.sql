-- Service level: answered by when it was promised, of all who were answered or gave up. Basis: arrival. The promise is the
-- first-response standard in force; where nothing is promised, nothing is judged, only counted.
CREATE OR REPLACE VIEW service_level_items AS
SELECT
	* EXCEPT (standard),
	touchstone_due(basis_at, coalesce({threshold_s:Nullable(Float64)}, standard.threshold_s), standard.clock, standard.calendar) AS due_at,
	answered_at IS NULL AND NOT abandoned         AS waiting,
	answered_at IS NOT NULL AND NOT abandoned     AS answered,
	dateDiff('millisecond', basis_at, answered_at) / 1000 AS answer_s,
	dateDiff('millisecond', basis_at, gave_up_at) / 1000  AS wait_s,
	answer_s                                      AS seconds,
	CAST(if(waiting OR due_at IS NULL, NULL, answered AND answered_at <= due_at), 'Nullable(UInt8)') AS kept,
	waiting AND ifNull({as_of:DateTime64(3, 'UTC')} > due_at, false) AS overdue,
	basis_at                                      AS judged_at,
	toInt64(1)                                    AS weight
FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = NULL)
WHERE arrival AND (answered_at IS NOT NULL OR abandoned OR (ended_at IS NULL AND NOT lost));

CREATE OR REPLACE VIEW kpi_service_level AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic)     AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})           AS bucket,
	denominator                                                       AS n,
	if(denominator = 0, NULL, numerator / denominator)                AS value,
	sumIf(weight, kept)                                               AS numerator,
	sumIf(weight, kept IS NOT NULL)                                   AS denominator,
	touchstone_wilson_low(numerator, denominator)                     AS low,
	touchstone_wilson_high(numerator, denominator)                    AS high,
	sumIf(weight, waiting AND due_at IS NOT NULL AND NOT items.overdue) AS immature,
	sumIf(weight, items.overdue)                                      AS overdue,
	sumIf(weight, NOT waiting AND due_at IS NULL)                     AS no_standard
FROM service_level_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, threshold_s = {threshold_s:Nullable(Float64)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
