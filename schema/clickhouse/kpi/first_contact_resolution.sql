-- First-contact resolution. Item: a case with a resolution; basis and team: its first. Kept if the customer neither came
-- back in the case, nor it was reopened, from opening to seven days after; and in those seven days no other case of the
-- customer on the topic was opened or contacted (an unknown topic matches any). Judged once the seven days have passed.
CREATE OR REPLACE VIEW first_contact_resolution_items AS
SELECT
	*,
	basis_at + INTERVAL 7 DAY                AS judged_at,
	{as_of:DateTime64(3, 'UTC')} > judged_at AS mature,
	CAST(if(mature, NOT (came_back OR came_elsewhere_on_topic), NULL), 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')          AS seconds,
	toInt64(1)                               AS weight
FROM repeats(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_first_contact_resolution AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	denominator                                                   AS n,
	if(denominator = 0, NULL, numerator / denominator)            AS value,
	sumIf(weight, kept)                                           AS numerator,
	sumIf(weight, mature)                                         AS denominator,
	touchstone_wilson_low(numerator, denominator)                 AS low,
	touchstone_wilson_high(numerator, denominator)                AS high,
	sumIf(weight, NOT mature)                                     AS immature,
	sumIf(weight, mature AND customer = '')                       AS unidentified,
	CAST(tuple(sumIf(weight, mature AND said = 1), sumIf(weight, mature AND said IS NOT NULL)),
		'Tuple(numerator UInt64, denominator UInt64)')            AS confirmed
FROM first_contact_resolution_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
