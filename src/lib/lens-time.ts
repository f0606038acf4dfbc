import type { Grain } from '#schema/kpi.ts';
import type { LensTime } from './lens.ts';
import { addDays, dateIn, mondayOf, startOfDate } from './zone.ts';

/** The time a number is about, in the business zone, where it is not the page's. */

const between = (from: number, to: number): LensTime => ({
	from: new Date(from).toISOString(),
	to: new Date(to).toISOString()
});

/** The week that begins on a Monday. */
export const timeOfWeek = (monday: string, zone: string) =>
	between(startOfDate(monday, zone), startOfDate(addDays(monday, 7), zone));

/** The week in which something happened. */
export const weekAround = (time: string, zone: string) =>
	timeOfWeek(mondayOf(dateIn(Date.parse(time), zone)), zone);

const DAYS: Partial<Record<Grain, number>> = { day: 1, week: 7 };
const HOUR_MS = 3_600_000;

/** The bucket that begins at a moment (ms), as far as it lies in a period that ends at another. */
export function timeOfBucket(start: number, grain: Grain, end: number, zone: string) {
	const days = DAYS[grain];
	const next = days === undefined ? start + HOUR_MS : startOfDate(addDays(dateIn(start, zone), days), zone);
	return between(start, Math.min(next, end));
}
