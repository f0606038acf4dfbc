-- Cases opened: how much came in, and how much of it complaints. Basis: the opening.
CREATE OR REPLACE VIEW cases_opened_items AS
SELECT
	* EXCEPT (contacted, contacts, transfers, repeats),
	CAST(NULL, 'Nullable(UInt8)')    AS kept,
	CAST(NULL, 'Nullable(Float64)')  AS seconds,
	basis_at                         AS judged_at,
	toInt64(1)                       AS weight
FROM openings(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_cases_opened AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sum(weight)                                                   AS n,
	toNullable(toFloat64(n))                                      AS value,
	sumIf(weight, complaint)                                      AS numerator,
	n                                                             AS denominator,
	CAST(NULL, 'Nullable(Float64)')                               AS low,
	CAST(NULL, 'Nullable(Float64)')                               AS high,
	toUInt64(0)                                                   AS immature
FROM cases_opened_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
