-- What a lens tells besides the KPI itself: what is left out of it ('left_out'), and what other formulas in use make of the same data
-- ('other'). A share has numerator, denominator and Wilson's interval; any other value stands in the KPI's own unit.
CREATE OR REPLACE FUNCTION touchstone_lens AS (part, id, n, numerator, denominator, value, low, high) ->
	CAST(tuple(part, id, n, numerator, denominator, value, low, high),
		'Tuple(part String, id String, n UInt64, numerator Nullable(UInt64), denominator Nullable(UInt64), value Nullable(Float64), low Nullable(Float64), high Nullable(Float64))');

CREATE OR REPLACE FUNCTION touchstone_lens_left AS (id, n) ->
	touchstone_lens('left_out', id, n, NULL, NULL, NULL, NULL, NULL);

CREATE OR REPLACE FUNCTION touchstone_lens_share AS (id, kept, n) ->
	touchstone_lens('other', id, n, kept, n, if(n = 0, NULL, kept / n), touchstone_wilson_low(kept, n), touchstone_wilson_high(kept, n));

CREATE OR REPLACE FUNCTION touchstone_lens_value AS (id, n, value) ->
	touchstone_lens('other', id, n, NULL, NULL, if(n = 0, NULL, value), NULL, NULL);

-- Milliseconds from a Monday of 1969 to a moment, without Saturdays and Sundays of the zone.
CREATE OR REPLACE FUNCTION touchstone_weekday_ms AS (at, zone) ->
	(5 * intDiv(toRelativeDayNum(at, zone) + 3, 7) + least(5, (toRelativeDayNum(at, zone) + 3) % 7)) * 86400000
	+ if((toRelativeDayNum(at, zone) + 3) % 7 < 5, toUnixTimestamp64Milli(at) - 1000 * toInt64(toUnixTimestamp(toStartOfDay(at, zone))), 0);

-- Customers at each level times the share of such customers who left, (level, share); null where nobody was measured at a level that has some.
CREATE OR REPLACE FUNCTION touchstone_leavers_measured AS (customers, measured) ->
	if(arrayExists((level, at) -> at > 0 AND NOT has(measured.1, level), mapKeys(customers), mapValues(customers)), NULL,
		arraySum((level, at) -> at * if(at > 0, measured.2[indexOf(measured.1, level)], 0), mapKeys(customers), mapValues(customers)));
