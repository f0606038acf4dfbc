-- Control charts: is a change one, or noise? An array is a series in order of time; null, NaN and infinite values in it stand
-- for periods without data: they are never a signal, break no run, and no moving range reaches across them.
-- Two values that differ by no more than rounding does (1 in 10¹⁰) are the same.

-- The series with null for what is no number.
CREATE OR REPLACE FUNCTION touchstone_known AS (series) ->
	arrayMap(x -> if(isFinite(x), x, NULL), CAST(series, 'Array(Nullable(Float64))'));

-- What differs by no more than this is the same, in a series of numbers of this size.
CREATE OR REPLACE FUNCTION touchstone_rounding AS (series) ->
	1e-10 * arrayMax(arrayMap(x -> ifNull(abs(x), 0), arrayPushBack(touchstone_known(series), 0)));

-- Mean of what is known of a series; null without any.
CREATE OR REPLACE FUNCTION touchstone_mean AS (series) ->
	arrayMap((sum, known) -> if(known > 0, sum / known, NULL),
		[arraySum(x -> ifNull(x, 0), touchstone_known(series))],
		[arrayCount(x -> isNotNull(x), touchstone_known(series))])[1];

-- XmR chart of single values, in their unit: the mean, the mean moving range, the natural process limits mean ± 2.66 × mean
-- moving range, and the upper range limit 3.268 × mean moving range. Without two neighbouring values there are no limits.
-- (Wheeler, Understanding Variation, 1993; 2.66 = 3 ÷ 1.128, and 3.268 is D4 for ranges of two.)
CREATE OR REPLACE FUNCTION touchstone_xmr AS (series) ->
	arrayMap((mean, moving_range) -> CAST(
			tuple(mean, moving_range, mean - 2.66 * moving_range, mean + 2.66 * moving_range, 3.268 * moving_range),
			'Tuple(mean Nullable(Float64), mean_moving_range Nullable(Float64), low Nullable(Float64), high Nullable(Float64),
				upper_range_limit Nullable(Float64))'),
		[touchstone_mean(series)],
		[touchstone_mean(arrayMap((x, before) -> abs(x - before),
			arrayPopFront(touchstone_known(series)), arrayPopBack(touchstone_known(series))))])[1];

-- p chart of k in n a period: the share p̄ over all periods; its limits p̄ ± 3√(p̄(1−p̄)/n) for a period of n items, within 0
-- and 1. (Shewhart, Economic Control of Quality of Manufactured Product, 1931.)
CREATE OR REPLACE FUNCTION touchstone_p_mean AS (ks, ns) ->
	touchstone_mean([
		arraySum((k, n) -> if(n > 0, k, 0), CAST(ks, 'Array(Float64)'), CAST(ns, 'Array(Float64)'))
		/ arraySum(n -> greatest(n, 0), CAST(ns, 'Array(Float64)'))]);

CREATE OR REPLACE FUNCTION touchstone_p_low AS (p, n) ->
	if(n > 0 AND p >= 0 AND p <= 1, greatest(0, p - 3 * sqrt(p * (1 - p) / n)), NULL);

CREATE OR REPLACE FUNCTION touchstone_p_high AS (p, n) ->
	if(n > 0 AND p >= 0 AND p <= 1, least(1, p + 3 * sqrt(p * (1 - p) / n)), NULL);

-- Wheeler's rule 1: 1 for each point beyond its limits, which stand side by side with the series; a null limit judges nothing.
CREATE OR REPLACE FUNCTION touchstone_beyond_limits AS (series, lows, highs) ->
	arrayMap((points, least_low, most_high, rounding) -> arrayMap(
			(x, low, high) -> toUInt8(ifNull(x > high + rounding, 0) OR ifNull(x < low - rounding, 0)),
			points, least_low, most_high),
		[touchstone_known(series)],
		[touchstone_known(lows)],
		[touchstone_known(highs)],
		[touchstone_rounding(series)])[1];

-- On which side of the mean each known point is: 1 above, -1 below, 0 on it.
CREATE OR REPLACE FUNCTION touchstone_sides AS (series, centre) ->
	arrayMap((points, mean, rounding) -> arrayMap(
			x -> toInt8(multiIf(x > mean + rounding, 1, x < mean - rounding, -1, 0)),
			arrayFilter(x -> isNotNull(x), points)),
		[touchstone_known(series)],
		[CAST(centre, 'Nullable(Float64)')],
		[touchstone_rounding(series)])[1];

-- Wheeler's rule 4: 1 for each point of a run of eight or more on one side of the mean. A point on the mean ends the run.
CREATE OR REPLACE FUNCTION touchstone_long_runs AS (series, centre) ->
	arrayMap((points, sides) -> arrayMap((runs, nths) -> arrayMap(
				(x, nth) -> if(isNull(x), toUInt8(0), runs[nth]), points, nths),
			[arrayFlatten(arrayMap(
				run -> arrayMap(side -> toUInt8(side != 0 AND length(run) >= 8), run),
				arraySplit((side, before) -> side != before, sides, arrayResize(arrayPushFront(sides, 0), length(sides)))))],
			[arrayCumSum(x -> isNotNull(x), points)])[1],
		[touchstone_known(series)],
		[touchstone_sides(series, centre)])[1];

-- The signals of both rules for a series, on an XmR chart of its values, and on a p chart of k in n.
CREATE OR REPLACE FUNCTION touchstone_xmr_signals AS (series) ->
	arrayMap((points, limits) -> CAST(
			tuple(
				touchstone_beyond_limits(points, arrayMap(x -> limits.low, points), arrayMap(x -> limits.high, points)),
				touchstone_long_runs(points, limits.mean)),
			'Tuple(beyond_limits Array(UInt8), long_run Array(UInt8))'),
		[touchstone_known(series)],
		[touchstone_xmr(series)])[1];

CREATE OR REPLACE FUNCTION touchstone_p_signals AS (ks, ns) ->
	arrayMap((shares, sizes, p) -> CAST(
			tuple(
				touchstone_beyond_limits(shares,
					arrayMap(size -> touchstone_p_low(p, size), sizes),
					arrayMap(size -> touchstone_p_high(p, size), sizes)),
				touchstone_long_runs(shares, p)),
			'Tuple(beyond_limits Array(UInt8), long_run Array(UInt8))'),
		[arrayMap((k, n) -> if(n > 0, k / n, NULL), CAST(ks, 'Array(Float64)'), CAST(ns, 'Array(Float64)'))],
		[CAST(ns, 'Array(Float64)')],
		[touchstone_p_mean(ks, ns)])[1];
