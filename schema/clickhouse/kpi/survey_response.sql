-- Survey coverage and response. Item: a case that was resolved or escalated; basis: the first of these. Delivered: a survey reached
-- the customer, or was sent by a source that never tells. Kept: answered, of those delivered.
CREATE OR REPLACE VIEW survey_response_items AS
WITH (SELECT groupUniqArray(toString(source)) FROM survey_deliverers) AS tellers
SELECT
	*,
	touchstone_reached(said_delivered, sent_by, tellers)    AS delivered,
	delivered AND replied                                   AS answered,
	CAST(if(delivered, answered, NULL), 'Nullable(UInt8)')  AS kept,
	CAST(NULL, 'Nullable(Float64)')                         AS seconds,
	basis_at                                                AS judged_at,
	toInt64(1)                                              AS weight
FROM eligible_cases(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)});

CREATE OR REPLACE VIEW kpi_survey_response AS
SELECT
	ask,
	touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`,
	touchstone_bucket(basis_at, asked_grain, {zone:String})       AS bucket,
	delivered                                                     AS n,
	if(delivered = 0, NULL, numerator / delivered)                AS value,
	sumIf(weight, items.answered)                                 AS numerator,
	delivered                                                     AS denominator,
	touchstone_wilson_low(numerator, delivered)                   AS low,
	touchstone_wilson_high(numerator, delivered)                  AS high,
	toUInt64(0)                                                   AS immature,
	sum(weight)                                                   AS eligible,
	sumIf(weight, items.delivered)                                AS delivered,
	if(eligible = 0, NULL, delivered / eligible)                  AS coverage,
	CAST(
		tuple(
			tuple(
				sumIf(weight, NOT escalated),
				sumIf(weight, NOT escalated AND items.delivered),
				sumIf(weight, NOT escalated AND items.answered)),
			tuple(
				sumIf(weight, escalated),
				sumIf(weight, escalated AND items.delivered),
				sumIf(weight, escalated AND items.answered))),
		'Tuple(
			resolved Tuple(eligible UInt64, delivered UInt64, answered UInt64),
			escalated Tuple(eligible UInt64, delivered UInt64, answered UInt64))') AS outcomes
FROM survey_response_items(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
GROUP BY ask, `group`, bucket;
