-- Abandonment: gave up before an answer, of all who were answered or gave up. Basis: arrival. All abandons count;
-- the short ones (5 s and under, until the company says otherwise) and those whose wait the source does not tell stand beside.

-- Whether who gave up had hardly waited, by the mark in force when they arrived: (since, seconds), in order of time.
CREATE OR REPLACE FUNCTION touchstone_short AS (marks, arrived_at, gave_up_at) ->
	ifNull(dateDiff('millisecond', arrived_at, gave_up_at)
		<= 1000 * arrayConcat([5.], arrayMap(mark -> mark.2, arrayFilter(mark -> mark.1 <= arrived_at, marks)))[-1], false);

CREATE OR REPLACE VIEW short_marks AS
SELECT arraySort(groupArray((valid_from, value))) AS marks
FROM parameters_now
WHERE name = 'short_abandon';

CREATE OR REPLACE VIEW abandonment_items AS
WITH (SELECT marks FROM short_marks) AS marks
SELECT
	* EXCEPT (standard),
	dateDiff('millisecond', basis_at, gave_up_at) / 1000 AS seconds,
	CAST(NOT abandoned, 'Nullable(UInt8)')        AS kept,
	toUInt8(touchstone_short(marks, basis_at, gave_up_at)) AS short,
	basis_at                                      AS judged_at,
	toInt64(1)                                    AS weight
FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = NULL)
WHERE arrival AND (answered_at IS NOT NULL OR abandoned);

CREATE OR REPLACE VIEW kpi_abandonment AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sum(weight)                                                   AS n,
	if(denominator = 0, NULL, numerator / denominator)            AS value,
	sumIf(weight, abandoned)                                      AS numerator,
	n                                                             AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	toUInt64(0)                                                   AS immature,
	sumIf(weight, items.short)                                    AS short,
	sumIf(weight, abandoned AND seconds IS NULL)                  AS wait_unknown
FROM abandonment_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
