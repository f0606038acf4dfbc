-- The business clock. `calendar` is the name under which calendar_days holds a calendar, as standards_in_order gives it; instants are
-- DateTime64(3, 'UTC'). Milliseconds count: a promise may be broken by one. What lies outside the years a calendar is
-- known for, and a calendar that is not known, gives null. [expression] binds what is needed more than once.
-- Both tables have one key, a text: 'CALENDAR DAY' and 'CALENDAR OPEN_DAY' (see 022_calendars.sql).

-- Open milliseconds of a calendar from 1990 until an instant.
CREATE OR REPLACE FUNCTION touchstone_open_ms AS (calendar, at) ->
	if(at IS NULL, NULL,
		toInt64(joinGetOrNull('calendar_days', 'open_before_s', concat(toString(calendar), ' ', toString(toDate(assumeNotNull(at)))))) * 1000
		+ arraySum(span -> greatest(0,
				least(toUnixTimestamp64Milli(assumeNotNull(at)), toInt64(toUnixTimestamp(span.2)) * 1000) - toInt64(toUnixTimestamp(span.1)) * 1000),
			joinGet('calendar_days', 'spans', concat(toString(calendar), ' ', toString(toDate(assumeNotNull(at)))))));

-- The first instant at which so many open milliseconds (above 0) have passed since 1990. When a span ends with them, it is that
-- end, not the next opening.
CREATE OR REPLACE FUNCTION touchstone_open_at AS (calendar, open_ms) ->
	arrayMap(open -> fromUnixTimestamp64Milli(
			arrayElementOrNull(arrayMap(segment -> toInt64(toUnixTimestamp(segment.2)) * 1000 + open - toInt64(segment.1) * 1000,
				arrayFilter(segment -> toInt64(segment.1 + segment.3) * 1000 >= open,
					joinGet('calendar_open_days', 'segments', concat(calendar, ' ', toString(intDiv(ifNull(open, 1) - 1, 86400000)))))), 1),
			'UTC'),
		[open_ms])[1];

-- When a promise falls due that is made at an instant; null without a threshold.
CREATE OR REPLACE FUNCTION touchstone_due AS (at, threshold_s, clock, calendar) ->
	if(clock = 'business',
		touchstone_open_at(calendar, touchstone_open_ms(calendar, at) + toInt64(round(threshold_s * 1000))),
		fromUnixTimestamp64Milli(toUnixTimestamp64Milli(at) + toInt64(round(threshold_s * 1000)), 'UTC'));

-- The same where no promise runs by the business clock: that costs nothing to plan. It refuses to answer if one does after all.
CREATE OR REPLACE FUNCTION touchstone_due_plain AS (at, threshold_s, clock, calendar) ->
	fromUnixTimestamp64Milli(
		toUnixTimestamp64Milli(at) + toInt64(round(threshold_s * 1000))
			+ throwIf(clock = 'business', 'A standard by the business clock was saved meanwhile'),
		'UTC');

-- Seconds from one instant to another by the clock of a promise.
CREATE OR REPLACE FUNCTION touchstone_elapsed_s AS (began, ended, clock, calendar) ->
	if(clock = 'business',
		touchstone_open_ms(calendar, ended) - touchstone_open_ms(calendar, began),
		dateDiff('millisecond', began, ended)) / 1000;
