-- Waiting now: whose latest opening or reopening has had no answer and no other end until as_of, whatever happened later. Basis: that
-- opening. What ends the waiting at the same moment ends it.
CREATE OR REPLACE VIEW waiting_now_items AS
SELECT
	* EXCEPT (standard),
	touchstone_due(basis_at, standard.threshold_s, standard.clock, standard.calendar) AS due_at,
	dateDiff('millisecond', basis_at, {as_of:DateTime64(3, 'UTC')}) / 1000 AS seconds,
	CAST({as_of:DateTime64(3, 'UTC')} <= due_at, 'Nullable(UInt8)')          AS kept,
	basis_at                                                                AS judged_at,
	toInt64(1)                                                              AS weight
FROM responses_until(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}, until = {as_of:DateTime64(3, 'UTC')})
WHERE NOT lost
	AND next_at IS NULL AND ended_at IS NULL;

CREATE OR REPLACE VIEW kpi_waiting_now AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sum(weight)                                                   AS n,
	toNullable(toFloat64(n))                                      AS value,
	sumIf(weight, NOT kept)                                       AS numerator,
	n                                                             AS denominator,
	CAST(NULL, 'Nullable(Float64)')                               AS low,
	CAST(NULL, 'Nullable(Float64)')                               AS high,
	toUInt64(0)                                                   AS immature,
	toNullable(max(seconds))                                      AS oldest_s,
	toNullable(min(basis_at))                                     AS oldest_at
FROM waiting_now_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
