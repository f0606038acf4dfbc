-- What customers did in the 90 days after what they complained of from `from` to before `to`. Only who has been away long enough is judged:
-- what others did is not read.
CREATE OR REPLACE VIEW loyalty AS
SELECT customer, groupArrayIf(time, active = 1) AS active_at, groupArrayIf(time, active = 0) AS left_at
FROM customer_activity
WHERE time >= {from:DateTime64(3, 'UTC')}
	AND time < {to:DateTime64(3, 'UTC')} + INTERVAL 90 DAY
	AND {from:DateTime64(3, 'UTC')} < {as_of:DateTime64(3, 'UTC')} - INTERVAL 90 DAY
GROUP BY customer;

-- Complaint recovery, each step of complaints received, judged when its window has passed: remedied within 24 h of
-- receipt (calendar time); confirmed by the customer, 4 or 5, within 14 d (the latest answer, silence is not a yes);
-- no relapse: remedied, and no complaint of the customer for the reason within 30 d of the remedy; retained: active on
-- days 61 to 90 and not left. Basis: receipt.
CREATE OR REPLACE VIEW complaint_recovery_items AS
SELECT
	complaints.* EXCEPT (customer, answer, again_at),
	complaints.customer AS customer,
	{as_of:DateTime64(3, 'UTC')} AS as_of,
	as_of > basis_at + INTERVAL 24 HOUR                               AS remedied_mature,
	ifNull(remedied_at <= basis_at + INTERVAL 24 HOUR, 0)             AS remedied,
	basis_at + INTERVAL 14 DAY                                        AS judged_at,
	as_of > judged_at                                                 AS mature,
	answer >= 4                                                       AS confirmed,
	as_of > ifNull(remedied_at, basis_at) + INTERVAL 31 DAY           AS no_relapse_mature,
	remedied_at IS NOT NULL AND NOT ifNull(again_at <= remedied_at + INTERVAL 30 DAY, 0) AS no_relapse,
	as_of > basis_at + INTERVAL 90 DAY                                AS retained_mature,
	retained_mature AND arrayExists(moment -> moment >= basis_at + INTERVAL 60 DAY AND moment < basis_at + INTERVAL 90 DAY, loyalty.active_at)
		AND NOT arrayExists(moment -> moment >= basis_at AND moment < basis_at + INTERVAL 90 DAY, loyalty.left_at) AS retained,
	CAST(if(mature, confirmed, NULL), 'Nullable(UInt8)')              AS kept,
	dateDiff('millisecond', basis_at, remedied_at) / 1000              AS seconds,
	toInt64(1)                                                        AS weight
-- Later complaints are read too: up to as_of, for a relapse after that is not judged yet.
FROM recoveries(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	until = greatest({to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')})) AS complaints
LEFT JOIN
(
	SELECT *
	FROM loyalty(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')})
) AS loyalty ON loyalty.customer = complaints.customer
WHERE NOT unclear
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_complaint_recovery AS
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
	sum(weight)                                                   AS received,
	sumIf(weight, customer = '')                                  AS unidentified,
	CAST(tuple(sumIf(weight, items.remedied AND remedied_mature), sumIf(weight, remedied_mature), sumIf(weight, NOT remedied_mature)),
		'Tuple(numerator UInt64, denominator UInt64, immature UInt64)') AS remedied,
	CAST(tuple(sumIf(weight, items.no_relapse AND no_relapse_mature), sumIf(weight, no_relapse_mature), sumIf(weight, NOT no_relapse_mature)),
		'Tuple(numerator UInt64, denominator UInt64, immature UInt64)') AS no_relapse,
	CAST(tuple(sumIf(weight, items.retained AND retained_mature), sumIf(weight, retained_mature), sumIf(weight, NOT retained_mature)),
		'Tuple(numerator UInt64, denominator UInt64, immature UInt64)') AS retained
FROM complaint_recovery_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
