import { momentOf, offset, wallOf } from './zone.ts';

export type Grain = 'total' | 'hour' | 'day' | 'week';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A bucket and the one before it: `before` ≤ t < `start` ≤ t < `end`. */
export type Bucket = { before: number; start: number; end: number };

/** The bucket around a moment. Hours are of the clock, days from midnight to midnight, weeks from Monday. */
export function bucketAround(at: number, grain: Exclude<Grain, 'total'>, zone: string): Bucket {
	const wall = wallOf(at, zone);
	if (grain === 'hour') {
		const start = at - (((wall % HOUR) + HOUR) % HOUR);
		return { before: start - HOUR, start, end: start + HOUR };
	}
	const midnight = Math.floor(wall / DAY) * DAY;
	const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
	const [first, length] = grain === 'day' ? [midnight, DAY] : [midnight - sinceMonday * DAY, 7 * DAY];
	return {
		before: momentOf(first - length, zone),
		start: momentOf(first, zone),
		end: momentOf(first + length, zone)
	};
}

/** The last moment of an item's bucket, or of the range where that ends before it. */
export const lastOf = (at: number, grain: Grain, zone: string, to: number) =>
	Math.min(grain === 'total' ? to : bucketAround(at, grain, zone).end, to) - 1;

const two = (value: number) => String(value).padStart(2, '0');

/** How a bucket is called: its start in the business zone, with its offset. */
export function labelOf(start: number, zone: string): string {
	const ahead = offset(start, zone);
	const minutes = Math.abs(ahead) / 60_000;
	const wall = new Date(start + ahead).toISOString().slice(0, 19);
	return `${wall}${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The label of an item's bucket; null for the total. */
export const bucketOf = (at: number, grain: Grain, zone: string): string | null =>
	grain === 'total' ? null : labelOf(bucketAround(at, grain, zone).start, zone);
