-- Customer retention: of the customers active in the period before, of equal length, those active in this one. Basis: the activity,
-- and its own dimensions. Hours, days and weeks are those of the business zone, and counted whole: each that overlaps the time
-- asked about. A period that is not over is not judged.
CREATE OR REPLACE VIEW retention_items AS
SELECT DISTINCT
	''                               AS case_id,
	simulated,
	time                             AS basis_at,
	team,
	agent,
	channel,
	customer,
	tier,
	topic,
	priority,
	CAST(NULL, 'Nullable(UInt8)')    AS kept,
	CAST(NULL, 'Nullable(Float64)')  AS seconds,
	time                             AS judged_at,
	toInt64(1)                       AS weight
FROM customer_activity
WHERE active = 1
	AND time >= {from:DateTime64(3, 'UTC')}
	AND time < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

-- Which period of its grain a moment falls into: a number that rises by touchstone_period_step from one to the next. Of the total there
-- are those before (-2), the one before (-1), the one asked about (0) and later ones (1).
CREATE OR REPLACE FUNCTION touchstone_period AS (at, grain, zone, `from`, `to`) ->
	multiIf(
		grain = 'hour', toInt64(toUnixTimestamp(toStartOfHour(at, zone))),
		grain = 'day',  toInt64(toRelativeDayNum(at, zone)),
		grain = 'week', toInt64(intDiv(toRelativeDayNum(at, zone) + 3, 7)),
		at >= `to`,     toInt64(1),
		at >= `from`,   toInt64(0),
		dateDiff('millisecond', at, `from`) <= dateDiff('millisecond', `from`, `to`), toInt64(-1),
		toInt64(-2));

CREATE OR REPLACE FUNCTION touchstone_period_step AS (grain) -> if(grain = 'hour', 3600, 1);

-- A moment in the middle of such a day, or of a week's Monday; the start of such an hour.
CREATE OR REPLACE FUNCTION touchstone_period_moment AS (period, grain, zone) ->
	multiIf(
		grain = 'hour', toDateTime(period, 'UTC'),
		grain = 'week', toDateTime(toDateTime(toDate(period * 7 - 3), zone) + INTERVAL 12 HOUR, 'UTC'),
		toDateTime(toDateTime(toDate(greatest(period, 0)), zone) + INTERVAL 12 HOUR, 'UTC'));

CREATE OR REPLACE VIEW kpi_retention AS
SELECT
	ask,
	`group`,
	bucket,
	denominator                                                  AS n,
	if(denominator = 0, NULL, numerator / denominator)           AS value,
	if(over, stayed, 0)                                          AS numerator,
	if(over, earlier, 0)                                         AS denominator,
	touchstone_wilson_low(numerator, denominator)                AS low,
	touchstone_wilson_high(numerator, denominator)               AS high,
	if(over, 0, earlier)                                         AS immature,
	came                                                         AS new,
	back                                                         AS returning,
	denominator - numerator                                      AS lost
FROM
(
	SELECT
		ask,
		`group`,
		touchstone_bucket(touchstone_period_moment(period, asked_grain, {zone:String}), asked_grain, {zone:String}) AS bucket,
		{as_of:DateTime64(3, 'UTC')} >= ifNull(
			touchstone_bucket(touchstone_period_moment(period + step, asked_grain, {zone:String}), asked_grain, {zone:String}),
			{to:DateTime64(3, 'UTC')})                                  AS over,
		countIf(was)                                                    AS earlier,
		countIf(was AND is)                                             AS stayed,
		countIf(is AND periods[1] = period)                             AS came,
		countIf(is AND NOT was AND periods[1] != period)                AS back
	FROM
	(
		SELECT
			ask,
			asked_grain,
			`group`,
			touchstone_period_step(asked_grain) AS step,
			touchstone_period({from:DateTime64(3, 'UTC')}, asked_grain, {zone:String},
				{from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}) AS first,
			touchstone_period({to:DateTime64(3, 'UTC')} - INTERVAL 1 MILLISECOND, asked_grain, {zone:String},
				{from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}) AS last,
			arraySort(groupUniqArray(touchstone_period(at, asked_grain, {zone:String},
				{from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}))) AS periods
		FROM
		(
			SELECT *, touchstone_group(asked_by, team, agent, channel, tier, topic) AS `group`, ask, asked_grain
			FROM activities(
				from = least(
					{from:DateTime64(3, 'UTC')} - INTERVAL 15 DAY,
					{from:DateTime64(3, 'UTC')} - toIntervalMillisecond(dateDiff('millisecond', {from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}))),
				to = {to:DateTime64(3, 'UTC')} + INTERVAL 8 DAY,
				teams = {teams:Array(String)}, channels = {channels:Array(String)})
			ARRAY JOIN arrayEnumerate({by:Array(String)}) AS ask, {by:Array(String)} AS asked_by, {grain:Array(String)} AS asked_grain
		)
		GROUP BY ask, asked_grain, `group`, customer
	)
	ARRAY JOIN arrayFilter(period -> period >= first AND period <= last,
		arrayDistinct(arrayConcat(periods, arrayMap(period -> period + step, periods)))) AS period
	WHERE (has(periods, period) AS is) OR (has(periods, period - step) AS was)
	GROUP BY ask, asked_grain, `group`, period, step
);
