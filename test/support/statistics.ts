// The statistics of schema/clickhouse/views/statistics_*.sql once more, in plain loops and by other ways where there are any.

type Series = (number | null)[];

const known = (series: Series) => series.filter((x) => x !== null);
const mean = (xs: number[]) => (xs.length === 0 ? null : xs.reduce((sum, x) => sum + x, 0) / xs.length);

/** Limits of an XmR chart, by Wheeler's constants. */
export function xmr(series: Series) {
	const ranges: number[] = [];
	for (let at = 1; at < series.length; at++) {
		const [before, x] = [series[at - 1] ?? null, series[at] ?? null];
		if (before !== null && x !== null) ranges.push(Math.abs(x - before));
	}
	const [centre, range] = [mean(known(series)), mean(ranges)];
	const limit = (times: number) => (centre === null || range === null ? null : centre + times * range);
	return {
		mean: centre,
		mean_moving_range: range,
		low: limit(-2.66),
		high: limit(2.66),
		upper_range_limit: range === null ? null : 3.268 * range
	};
}

/** Marks every point of a run of eight on one side, walking outwards from each point. */
export function longRuns(series: Series, centre: number | null): number[] {
	const side = (x: number) => (centre === null || Math.abs(x - centre) < 1e-9 ? 0 : Math.sign(x - centre));
	const sides = known(series).map(side);
	const marks = sides.map((own, at) => {
		let [first, last] = [at, at];
		while (sides[first - 1] === own) first--;
		while (sides[last + 1] === own) last++;
		return Number(own !== 0 && last - first >= 7);
	});
	return series.map((x) => (x === null ? 0 : (marks.shift() ?? 0)));
}

/** Limits of a p chart for each period. */
export function pChart(periods: { k: number; n: number }[]) {
	const total = periods.reduce((sum, { n }) => sum + n, 0);
	const p = total === 0 ? null : periods.reduce((sum, { k }) => sum + k, 0) / total;
	return periods.map(({ k, n }) => {
		if (n === 0 || p === null) return { share: null, low: null, high: null };
		const reach = 3 * Math.sqrt((p * (1 - p)) / n);
		return { share: k / n, low: Math.max(0, p - reach), high: Math.min(1, p + reach) };
	});
}

/** The share of the standard normal distribution below `z`: Simpson's rule over its density. */
export function normalBelow(z: number): number {
	const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
	const steps = 2000;
	const width = z / steps;
	let sum = density(0) + density(z);
	for (let at = 1; at < steps; at++) sum += (at % 2 === 0 ? 2 : 4) * density(at * width);
	return 0.5 + (sum * width) / 3;
}

/** Interval of a net promoter score: the variance of answers that count 1, 0 or -1. */
export function npsInterval(promoters: number, passives: number, detractors: number) {
	const n = promoters + passives + detractors;
	const score = (promoters - detractors) / n;
	const squares = promoters * (1 - score) ** 2 + passives * score ** 2 + detractors * (1 + score) ** 2;
	const reach = 195.9963984540054 * (Math.sqrt(squares / n) / Math.sqrt(n));
	return { low: Math.max(-100, 100 * score - reach), high: Math.min(100, 100 * score + reach) };
}
