-- Is what a week says news? A series is 21 values a week apart, oldest first: the last is the week judged, the 13 before it give its
-- limits. Fewer than 5 items say nothing, and of the 13 weeks at least 11 must say something.

-- What weeks are judged by: their centre, and how far single values reach around it (XmR: 2.66 × mean moving range). `kept` and `sizes`
-- are zeros for what is no share.
CREATE OR REPLACE FUNCTION touchstone_week_band AS (points, kept, sizes) ->
	CAST(
		tuple(
			multiIf(
				arrayCount(x -> isNotNull(x), points) < 11, NULL,
				arraySum(sizes) > 0, arraySum(kept) / arraySum(sizes),
				touchstone_mean(points)),
			2.66 * touchstone_mean(arrayMap((x, before) -> abs(x - before), arrayPopFront(points), arrayPopBack(points)))),
		'Tuple(centre Nullable(Float64), spread Nullable(Float64))');

-- How far a week of so many items may be from the centre. Of a share: the p chart's 3√(p̄(1−p̄)/n), or as far as the weeks themselves
-- reach where that is more. With many items a p chart alone would call every week news: weeks differ by more than chance among items.
-- (Laney, Improved control charts for attributes, 2002; Wheeler, Making Sense of Data, 2003.)
CREATE OR REPLACE FUNCTION touchstone_week_reach AS (centre, spread, size) ->
	if(size > 0, greatest(spread, 3 * sqrt(greatest(0, centre * (1 - centre)) / size)), spread);

-- One row a series, by its place. `value` holds what is no share, `kept` the numerators of what is one (else null), `n` the items; a share is
-- shown times `scale`, limits stay within `least` and `most`. `about`: each value is told within this part of it (quantiles of what is rolled
-- up, 0.01), so less than twice as much is no change.
-- Rule 1: `beyond` is 1 for a week above its limits, -1 for one below, else 0. Of a share it takes two items more or less than the
-- centre has, or a single broken promise after 13 perfect weeks would be news.
-- Rule 4: `run` is 1 or -1 when the last eight weeks are all on one side of the centre of the 13 weeks before them, and on average
-- more than half as far from it as their limits are. On one side alone, of a centre that 13 weeks tell, noise is in 2.1 % of weeks.
CREATE OR REPLACE VIEW week_signals AS
SELECT
	series,
	scale * band.centre                                                                AS centre,
	-- The greatest of null and a number is the number.
	arrayMap(reach -> if(isNull(band.centre - reach), NULL, greatest(scale * (band.centre - reach), least)), reaches) AS low,
	arrayMap(reach -> if(isNull(band.centre + reach), NULL, least(scale * (band.centre + reach), most)), reaches)     AS high,
	points[21] - band.centre                                                           AS distance,
	toInt8(ifNull(abs(distance) > reaches[14] + rounding
		AND (sizes[21] = 0 OR abs(kept[21] - sizes[21] * band.centre) > 2 - 1e-9), 0) * ifNull(sign(distance), 0)) AS beyond,
	arraySlice(points, 14)                                                             AS last,
	arrayMap(size -> touchstone_week_reach(earlier.centre, earlier.spread, size), arraySlice(sizes, 14))      AS run_reaches,
	arraySum(arraySlice(sizes, 14))                                                    AS run_size,
	scale * earlier.centre                                                             AS run_centre,
	scale * if(run_size > 0, arraySum(arraySlice(kept, 14)) / run_size, touchstone_mean(last)) AS run_value,
	toInt8(ifNull(
		arrayCount(x -> isNull(x), last) = 0
		AND abs(arraySum(touchstone_sides(last, earlier.centre))) = 8
		AND abs(arraySum(x -> ifNull(x - earlier.centre, 0), last)) > 0.5 * arraySum(reach -> ifNull(reach, 0), run_reaches) + 8 * rounding
		AND (run_size = 0 OR abs(arraySum(arraySlice(kept, 14)) - run_size * earlier.centre) > 2 - 1e-9), 0)
		* ifNull(sign(run_value - run_centre), 0))                                     AS run
FROM
(
	SELECT
		*,
		touchstone_rounding(points)
			+ 2 * given_about * greatest(ifNull(abs(points[21]), 0), ifNull(abs(touchstone_mean(points)), 0))  AS rounding,
		touchstone_week_band(arraySlice(points, 8, 13), arraySlice(kept, 8, 13), arraySlice(sizes, 8, 13))     AS band,
		touchstone_week_band(arraySlice(points, 1, 13), arraySlice(kept, 1, 13), arraySlice(sizes, 1, 13))     AS earlier,
		arrayMap(size -> if(share AND size = 0, NULL, touchstone_week_reach(band.centre, band.spread, size)),
			arraySlice(sizes, 8))                                                                              AS reaches
	FROM
	(
		SELECT
			series,
			given.4                                                                                            AS scale,
			given.5                                                                                            AS least,
			given.6                                                                                            AS most,
			given.7                                                                                            AS given_about,
			arrayExists(k -> isNotNull(k), given.2)                                                            AS share,
			arrayMap((x, k, n) -> if(n < 5, NULL, if(share, k / n, x)), given.1, given.2, given.3)             AS points,
			arrayMap((k, n) -> if(n < 5, 0, ifNull(k, 0)), given.2, given.3)                                   AS kept,
			arrayMap((k, n) -> if(n < 5 OR isNull(k), 0, n), given.2, given.3)                                 AS sizes
		FROM
		(
			SELECT
				arrayJoin(arrayEnumerate({value:Array(Array(Nullable(Float64)))}))                             AS series,
				tuple(
					{value:Array(Array(Nullable(Float64)))}[series],
					{kept:Array(Array(Nullable(Float64)))}[series],
					{n:Array(Array(Float64))}[series],
					{scale:Array(Float64)}[series],
					{least:Array(Float64)}[series],
					{most:Array(Float64)}[series],
					{about:Array(Float64)}[series])                                                            AS given
		)
	)
);
