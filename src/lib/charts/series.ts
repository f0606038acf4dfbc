import type { Grain, KpiRow } from '#schema/kpi.ts';
import { evidence, shareOf } from '../evidence.ts';

/** What a trend draws: the share (within the promise, solved, recovered, satisfied), the median in seconds, or the number's own value. */
export type Measure = 'share' | 'p50' | 'value';

/** One bucket of a trend. `value` is null where nothing can be said; `few`: said by too few for a line. */
export type Point = {
	time: number;
	value: number | null;
	numerator: number;
	denominator: number;
	low: number | null;
	high: number | null;
	few: boolean;
	/** The bucket is not whole: it is still going on, the period ends within it, or some of it is too young to judge. */
	partial: boolean;
};

/** Between which moments (ms) buckets are whole. */
export type Extent = { from: number; to: number; as_of: number };

/** How long a bucket is, ms; days and weeks may be an hour off where clocks change. */
export const WIDTH: Record<Grain, number> = {
	total: Infinity,
	hour: 3_600_000,
	day: 86_400_000,
	week: 7 * 86_400_000
};

const HOUR = 3_600_000;

function valueOf(row: KpiRow, measure: Measure) {
	if (measure === 'share') return shareOf(row).share;
	if (measure === 'value') return row.value;
	return 'p50' in row ? row.p50 : null;
}

/** The buckets of a trend in order, with an empty point wherever buckets are missing, so that a line breaks there. */
export function pointsOf(rows: KpiRow[], grain: Grain, measure: Measure, extent: Extent): Point[] {
	// Days and weeks may be an hour off where clocks change; hours are not.
	const slack = grain === 'hour' ? 0 : HOUR;
	const points = rows
		.flatMap((row) => (row.bucket === null ? [] : [pointOf(row, Date.parse(row.bucket))]))
		.sort((a, b) => a.time - b.time);
	return points.flatMap((point, index) => {
		const before = points[index - 1];
		// Days are 23 to 25 hours long where clocks change.
		const gap = before !== undefined && point.time - before.time > WIDTH[grain] + HOUR * 1.5;
		return gap ? [nothingAt(before.time + WIDTH[grain]), point] : [point];
	});

	function pointOf(row: KpiRow, time: number): Point {
		const { numerator, denominator, low, high } = shareOf(row);
		const n = measure === 'share' ? denominator : row.n;
		const end = Math.min(extent.as_of, extent.to);
		return {
			...{ time, numerator, denominator, low, high },
			value: valueOf(row, measure),
			few: evidence(n) === 'few' || evidence(n) === 'none',
			partial: time + WIDTH[grain] > end + slack || row.immature > 0
		};
	}
}

const nothingAt = (time: number): Point => ({
	...{ time, value: null, numerator: 0, denominator: 0, low: null, high: null },
	few: false,
	partial: false
});

/** Whether anything was promised: without a promise, a duration's trend is its median. */
export const measureOf = (total: KpiRow | undefined): Measure =>
	total && 'p50' in total && total.denominator === 0 && total.n > 0 ? 'p50' : 'share';
