-- Service-quality gap: perception minus expectation, from each SERVQUAL survey's latest answer; per dimension the mean over all its
-- items, overall the mean of the dimensions that have any, by the weights in force (1 each until edited). Negative: less than was
-- expected. Basis: the answer.
CREATE OR REPLACE VIEW servqual_gap_items AS
SELECT
	*,
	CAST(NULL, 'Nullable(UInt8)')   AS kept,
	CAST(NULL, 'Nullable(Float64)') AS seconds,
	basis_at                        AS judged_at,
	toInt64(1)                      AS weight
FROM survey_answers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE answered AND instrument = 'servqual';

CREATE OR REPLACE VIEW kpi_servqual_gap AS
WITH
	(
		SELECT mapFromArrays(groupArray(key), groupArray(value))
		FROM parameters_at(as_of = {as_of:DateTime64(3, 'UTC')})
		WHERE name = 'servqual_weight'
	) AS own,
	arrayMap(name -> if(mapContains(own, name), own[name], 1), sums.1) AS weights
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
	mapFromArrays(sums.1, arrayMap(
		(count, expected, perceived) -> CAST(
			tuple(count, expected / count, perceived / count, (perceived - expected) / count),
			'Tuple(n UInt64, expectation Float64, perception Float64, gap Float64)'),
		sums.2, sums.3, sums.4))    AS dimensions
FROM
(
	SELECT
		ask,
		touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
		touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
		sum(weight)                                                   AS n,
		sumMap(
			answers.items.dimension,
			arrayMap(item -> weight, answers.items),
			arrayMap(item -> weight * item.expectation, answers.items),
			arrayMap(item -> weight * item.perception, answers.items)) AS sums
	FROM servqual_gap_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS answers
	ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
	GROUP BY ask, `group`, bucket
);
