export type Grain = 'total' | 'hour' | 'day' | 'week';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a zone's clocks show; kept, for making one is slow. */
function clockOf(zone: string) {
	const known = clocks.get(zone);
	if (known) return known;
	const made = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric'
	});
	clocks.set(zone, made);
	return made;
}

/** How far a zone's clocks are ahead of UTC at a moment, in ms. */
function offset(at: number, zone: string): number {
	const parts = clockOf(zone).formatToParts(at);
	const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
	const wall = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second')
	);
	return wall - Math.floor(at / 1000) * 1000;
}

/** The moment at which a zone's clocks show this wall time: the earlier one where they show it twice. */
function momentOf(wall: number, zone: string): number {
	for (const guess of [wall - offset(wall - DAY, zone), wall - offset(wall + DAY, zone)]) {
		if (guess + offset(guess, zone) === wall) return guess;
	}
	throw new Error(`no such wall time in ${zone}`);
}

function startOf(at: number, grain: Exclude<Grain, 'total'>, zone: string): number {
	const wall = at + offset(at, zone);
	if (grain === 'hour') return at - (((wall % HOUR) + HOUR) % HOUR);
	const midnight = Math.floor(wall / DAY) * DAY;
	if (grain === 'day') return momentOf(midnight, zone);
	const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
	return momentOf(midnight - sinceMonday * DAY, zone);
}

const two = (value: number) => String(value).padStart(2, '0');

/** The start of an item's bucket in the business zone, with its offset; null for the total. Weeks start on Monday. */
export function bucketOf(at: number, grain: Grain, zone: string): string | null {
	if (grain === 'total') return null;
	const start = startOf(at, grain, zone);
	const ahead = offset(start, zone);
	const minutes = Math.abs(ahead) / 60_000;
	const wall = new Date(start + ahead).toISOString().slice(0, 19);
	return `${wall}${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
