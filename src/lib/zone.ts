import { wallTime } from '#schema/zone.ts';

/** Calendar arithmetic in the business zone: days begin at its midnight, also where clocks change. */

/** The date (YYYY-MM-DD) in the zone at an instant in ms. */
export const dateIn = (instant: number, zone: string) =>
	new Date(wallTime(instant, zone)).toISOString().slice(0, 10);

/** The date so many days later (or earlier). */
export const addDays = (date: string, days: number) =>
	new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The Monday of a date's week. */
export const mondayOf = (date: string) =>
	addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

/** When a date begins in the zone, in ms. */
export const startOfDate = (date: string, zone: string) =>
	instantOfWall(Date.parse(`${date}T00:00:00Z`), zone);

/** When the zone's clocks show what UTC's would at `wanted`, in ms. */
export function instantOfWall(wanted: number, zone: string): number {
	// Twice: the offset at the first guess may be the one from before a change of clocks.
	const guess = wanted - (wallTime(wanted, zone) - wanted);
	return wanted - (wallTime(guess, zone) - guess);
}
