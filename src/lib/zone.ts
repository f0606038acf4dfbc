/** Calendar arithmetic in the business zone: days begin at its midnight, also where clocks change. */

const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(zone: string) {
	const known = wallClocks.get(zone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric'
	});
	wallClocks.set(zone, format);
	return format;
}

/** What the zone's clocks show at an instant, as if they showed UTC; both in ms. */
function wallTime(instant: number, zone: string): number {
	const part = Object.fromEntries(
		wallClock(zone)
			.formatToParts(instant)
			.map(({ type, value }) => [type, Number(value)])
	);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

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
export function startOfDate(date: string, zone: string): number {
	const wanted = Date.parse(`${date}T00:00:00Z`);
	// Twice: the offset at the first guess may be the one from before a change of clocks.
	const guess = wanted - (wallTime(wanted, zone) - wanted);
	return wanted - (wallTime(guess, zone) - guess);
}
