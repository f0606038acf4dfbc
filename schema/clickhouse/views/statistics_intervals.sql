-- Intervals and estimates. All are 95 % (z = 1.959963984540054). What cannot be computed is null, never 0 or NaN.
-- Arguments may be any numbers, Nullable too. The Wilson interval of a share is touchstone_wilson_low and _high.

-- Byar's approximation of the exact Poisson interval of a count of events, in events; divide both ends by the population.
-- (Breslow and Day, Statistical Methods in Cancer Research II, 1987, p. 69.)
CREATE OR REPLACE FUNCTION touchstone_poisson_low AS (events) ->
	multiIf(
		events = 0, toNullable(toFloat64(0)),
		events > 0, events * pow(1 - 1 / (9 * events) - 1.959963984540054 / (3 * sqrt(events)), 3),
		NULL);

CREATE OR REPLACE FUNCTION touchstone_poisson_high AS (events) ->
	if(events >= 0, (events + 1) * pow(1 - 1 / (9 * (events + 1)) + 1.959963984540054 / (3 * sqrt(events + 1)), 3), NULL);

-- Net promoter score in points, -100 to 100, of counts of promoters, passives and detractors.
-- (Reichheld, The One Number You Need to Grow, 2003.)
CREATE OR REPLACE FUNCTION touchstone_nps AS (promoters, passives, detractors) ->
	if(promoters + passives + detractors > 0, 100 * (promoters - detractors) / (promoters + passives + detractors), NULL);

-- Half of its interval, in points: each answer counts 1, 0 or -1, whose variance is p + d - (p - d)². Answers that are all alike
-- leave no variance to see, so the interval is then of no width: show n beside it.
CREATE OR REPLACE FUNCTION touchstone_nps_margin AS (promoters, passives, detractors) ->
	if(promoters + passives + detractors > 0,
		195.9963984540054 * sqrt(greatest(0,
			(promoters + detractors) / (promoters + passives + detractors)
			- pow((promoters - detractors) / (promoters + passives + detractors), 2))
			/ (promoters + passives + detractors)),
		NULL);

CREATE OR REPLACE FUNCTION touchstone_nps_low AS (promoters, passives, detractors) ->
	if(promoters + passives + detractors > 0,
		greatest(-100., touchstone_nps(promoters, passives, detractors) - touchstone_nps_margin(promoters, passives, detractors)),
		NULL);

CREATE OR REPLACE FUNCTION touchstone_nps_high AS (promoters, passives, detractors) ->
	if(promoters + passives + detractors > 0,
		least(100., touchstone_nps(promoters, passives, detractors) + touchstone_nps_margin(promoters, passives, detractors)),
		NULL);

-- A share weighted to the population (post-stratification): strata as arrays side by side, how many there are (surveyed or
-- not), how many answered, how many of these said yes. `value` is Σ W·p, null when a stratum that has a population has no
-- answer: `missing` is the share of the population in such strata. (Cochran, Sampling Techniques, 1977, section 5A.9.)
CREATE OR REPLACE FUNCTION touchstone_weighted_share AS (population, answered, kept) ->
	arrayMap((size, lost, sum) -> CAST(
			tuple(
				if(size > 0 AND lost = 0, sum / size, NULL),
				if(size > 0, lost / size, NULL)),
			'Tuple(value Nullable(Float64), missing Nullable(Float64))'),
		[arraySum(CAST(population, 'Array(Float64)'))],
		[arraySum((size, n) -> if(n > 0, 0, size), CAST(population, 'Array(Float64)'), CAST(answered, 'Array(Float64)'))],
		[arraySum((size, n, k) -> if(n > 0, size * k / n, 0),
			CAST(population, 'Array(Float64)'), CAST(answered, 'Array(Float64)'), CAST(kept, 'Array(Float64)'))])[1];

-- The complaint iceberg: how many customers had cause to complain, from the complaints that came and from how many of the
-- surveyed customers with a problem (`asked`) had `spoken` up. The range is that of the voice rate alone, by its Wilson
-- interval. Nobody spoke up: no estimate and no upper end. No complaint: 0, and no range follows from it.
CREATE OR REPLACE FUNCTION touchstone_iceberg AS (complaints, spoken, asked) ->
	CAST(
		tuple(
			if(asked > 0 AND spoken > 0 AND spoken <= asked, complaints * asked / spoken, NULL),
			if(asked > 0 AND complaints > 0 AND spoken <= asked, complaints / touchstone_wilson_high(spoken, asked), NULL),
			if(asked > 0 AND complaints > 0 AND spoken > 0 AND spoken <= asked,
				complaints / touchstone_wilson_low(spoken, asked), NULL)),
		'Tuple(value Nullable(Float64), low Nullable(Float64), high Nullable(Float64))');
