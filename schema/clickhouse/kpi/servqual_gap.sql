-- Service-quality gap: perception minus expectation, from each SERVQUAL survey's latest answer; per dimension the mean over all its
-- items, overall the mean of the dimensions that have any, by the weights in force when the cell ended (1 each until edited). Negative: less than was
-- expected. Basis: the answer.
CREATE OR REPLACE VIEW servqual_gap_items AS
SELECT
	* EXCEPT (items),
	arraySort(arrayDistinct(answers.items.dimension))                                           AS dimensions,
	arrayMap(name -> countEqual(answers.items.dimension, name), dimensions)                     AS counts,
	arrayMap(name -> arraySum(item -> if(item.dimension = name, item.expectation, 0), answers.items), dimensions) AS expected,
	arrayMap(name -> arraySum(item -> if(item.dimension = name, item.perception, 0), answers.items), dimensions)  AS perceived,
	CAST(NULL, 'Nullable(UInt8)')                                                               AS kept,
	CAST(NULL, 'Nullable(Float64)')                                                             AS seconds,
	basis_at                                                                                    AS judged_at,
	toInt64(1)                                                                                  AS weight
FROM survey_answers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS answers
WHERE answered AND instrument = 'servqual';

CREATE OR REPLACE VIEW kpi_servqual_gap AS
WITH
	(SELECT settings FROM parameters_in_order(names = ['servqual_weight'])) AS own,
	touchstone_bucket_last(bucket, {grain:Array(String)}[ask], {zone:String}, {to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}) AS last,
	-- Sums of floats depend on their order: the last digits are none of theirs.
	arrayMap(sum -> (sum.1, sum.2, round(sum.3, 9), round(sum.4, 9)),
		arrayFilter(sum -> sum.2 > 0, arrayZip(totals.1, totals.2, totals.3, totals.4))) AS sums,
	arrayMap(sum -> touchstone_in_force(own, 'servqual_weight', sum.1, last, 1), sums) AS weights
SELECT
	ask,
	`group`,
	bucket,
	n,
	if(arraySum(weights) = 0, NULL,
		arraySum((of, weight) -> of.gap * weight, mapValues(dimensions), weights) / arraySum(weights)) AS value,
	n                               AS numerator,
	n                               AS denominator,
	CAST(NULL, 'Nullable(Float64)') AS low,
	CAST(NULL, 'Nullable(Float64)') AS high,
	toUInt64(0)                     AS immature,
	mapFromArrays(arrayMap(sum -> sum.1, sums), arrayMap(
		sum -> CAST(
			tuple(sum.2, sum.3 / sum.2, sum.4 / sum.2, (sum.4 - sum.3) / sum.2),
			'Tuple(n UInt64, expectation Float64, perception Float64, gap Float64)'),
		sums))                      AS dimensions
FROM
(
	SELECT
		ask,
		touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
		touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
		sum(weight)                                                   AS n,
		sumMap(
			answers.dimensions,
			arrayMap(count -> weight * count, counts),
			arrayMap(sum -> weight * sum, expected),
			arrayMap(sum -> weight * sum, perceived))                 AS totals
	FROM servqual_gap_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS answers
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	GROUP BY ask, `group`, bucket
);
