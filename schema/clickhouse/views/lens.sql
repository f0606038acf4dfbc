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
