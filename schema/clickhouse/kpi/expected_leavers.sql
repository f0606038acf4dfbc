-- Expected leavers: of each known customer the latest csat answer within the cell, its level (score brought to 1..5, rounded down), and
-- the share of customers at that level who leave: the book's curve until the company enters its own, all or some of it, as in force when the
-- cell ended. Basis: the answer.
CREATE OR REPLACE VIEW expected_leavers_items AS
SELECT
	*,
	toUInt8(floor(touchstone_of_five(assumeNotNull(score), scale))) AS level,
	CAST(if(customer = '', NULL, level > 3), 'Nullable(UInt8)')     AS kept,
	CAST(NULL, 'Nullable(Float64)')                                 AS seconds,
	basis_at                                                        AS judged_at,
	toInt64(1)                                                      AS weight
FROM survey_answers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE answered AND instrument = 'csat' AND score IS NOT NULL;

CREATE OR REPLACE VIEW kpi_expected_leavers AS
WITH
	(SELECT settings FROM parameters_in_order(names = ['leaving_rate'])) AS own,
	touchstone_bucket_last(bucket, {grain:Array(String)}[ask], {zone:String}, {to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}) AS last,
	['1', '2', '3', '4', '5'] AS levels,
	arrayMap((level, rate) -> touchstone_in_force(own, 'leaving_rate', level, last, rate), levels, [0.80, 0.40, 0.20, 0.10, 0.02]) AS rates
SELECT
	ask,
	`group`,
	bucket,
	countIf(customer != '')                                       AS n,
	if(n = 0, NULL, arraySum((customers, rate) -> customers * rate, mapValues(distribution), rates)) AS value,
	countIf(customer != '' AND level <= 3)                        AS numerator,
	n                                                             AS denominator,
	CAST(NULL, 'Nullable(Float64)')                               AS low,
	CAST(NULL, 'Nullable(Float64)')                               AS high,
	toUInt64(0)                                                   AS immature,
	sumIf(answers, customer = '')                                 AS unidentified,
	mapFromArrays(levels, [
		countIf(customer != '' AND level = 1),
		countIf(customer != '' AND level = 2),
		countIf(customer != '' AND level = 3),
		countIf(customer != '' AND level = 4),
		countIf(customer != '' AND level = 5)])                   AS distribution,
	multiIf(
		arrayAll(level -> arrayExists(setting -> setting.2 = level AND setting.4 <= last, own), levels), 'entered',
		arrayExists(setting -> has(levels, setting.2) AND setting.4 <= last, own), 'mixed',
		'book')                                                   AS curve
FROM
(
	-- One row a customer, and one for all unknown ones.
	SELECT
		ask,
		touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
		touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
		customer,
		argMax(items.level, items.rank)                               AS level,
		sum(weight)                                                   AS answers
	FROM
	(
		-- By time, id and source, as one text: compared as a tuple it takes three times as long.
		SELECT *, concat(toString(basis_at), replaceAll(id, '\0', '\0\1'), '\0\0', source) AS rank
		FROM expected_leavers_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
			teams = {teams:Array(String)}, channels = {channels:Array(String)})
	) AS items
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	GROUP BY ask, `group`, bucket, customer
	UNION ALL
	-- A total says whose curve is in use also where nobody answered.
	SELECT ask, NULL, NULL, '', 0, 0
	FROM (SELECT 1)
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	WHERE asked_by = '' AND asked_grain = 'total'
)
GROUP BY ask, `group`, bucket;
