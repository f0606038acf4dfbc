-- Customer effort. Items of two kinds: each survey's latest answer on "they made it easy", 1 to 7, easy from 5 (basis: the answer);
-- and each case opened, with what it cost the customer (basis: the opening).
CREATE OR REPLACE VIEW effort_items AS
SELECT
	* EXCEPT (instrument, scale, source, id, items, answered, score),
	toUInt8(1)                          AS answered,
	answers.score                       AS score,
	toUInt64(0)                         AS contacts,
	toUInt64(0)                         AS transfers,
	toUInt64(0)                         AS repeats,
	CAST(score >= 5, 'Nullable(UInt8)') AS kept,
	CAST(NULL, 'Nullable(Float64)')     AS seconds,
	basis_at                            AS judged_at,
	toInt64(1)                          AS weight
FROM survey_answers(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS answers
WHERE answers.answered AND instrument = 'ces'
UNION ALL
SELECT
	* EXCEPT (complaint, contacted, contacts, transfers, repeats),
	toUInt8(0)                          AS answered,
	CAST(NULL, 'Nullable(Float64)')     AS score,
	openings.contacts                   AS contacts,
	openings.transfers                  AS transfers,
	openings.repeats                    AS repeats,
	CAST(NULL, 'Nullable(UInt8)')       AS kept,
	CAST(NULL, 'Nullable(Float64)')     AS seconds,
	basis_at                            AS judged_at,
	toInt64(1)                          AS weight
FROM openings(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS openings;

CREATE OR REPLACE VIEW kpi_effort AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	sumIf(weight, answered)                                       AS n,
	if(n = 0, NULL, numerator / n)                                AS value,
	sumIf(weight, kept)                                           AS numerator,
	n                                                             AS denominator,
	touchstone_wilson_low(numerator, n)                           AS low,
	touchstone_wilson_high(numerator, n)                          AS high,
	toUInt64(0)                                                   AS immature,
	map(
		'1', sumIf(weight, floor(score) = 1),
		'2', sumIf(weight, floor(score) = 2),
		'3', sumIf(weight, floor(score) = 3),
		'4', sumIf(weight, floor(score) = 4),
		'5', sumIf(weight, floor(score) = 5),
		'6', sumIf(weight, floor(score) = 6),
		'7', sumIf(weight, floor(score) = 7))                     AS distribution,
	sumIf(weight, NOT answered)                                   AS cases,
	sum(items.contacts * weight)                                  AS contacts,
	sum(items.transfers * weight)                                 AS transfers,
	sum(items.repeats * weight)                                   AS repeats
FROM effort_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
