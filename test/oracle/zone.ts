const DAY = 86_400_000;

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

const QUARTER = 900_000;
const offsets = new Map<string, number>();

/** How far a zone's clocks are ahead of UTC at a moment, in ms. They change at full quarters of an hour, if at all. */
export function offset(at: number, zone: string): number {
	const quarter = Math.floor(at / QUARTER) * QUARTER;
	const key = `${quarter} ${zone}`;
	const known = offsets.get(key) ?? offsetAt(quarter, zone);
	offsets.set(key, known);
	return known;
}

function offsetAt(at: number, zone: string): number {
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
	return wall - at;
}

/** What a zone's clocks show at a moment, as if it were UTC. */
export const wallOf = (at: number, zone: string) => at + offset(at, zone);

/** When clocks leap over a wall time: the moment of the leap. */
function leapOver(wall: number, zone: string, guesses: number[]) {
	let [before, after] = [Math.min(...guesses), Math.max(...guesses)];
	while (after - before > 1) {
		const between = Math.floor((before + after) / 2);
		if (wallOf(between, zone) >= wall) after = between;
		else before = between;
	}
	return after;
}

/** The first moment at which a zone's clocks show this wall time or have leapt over it. */
export function momentOf(wall: number, zone: string): number {
	const guesses = [wall - offset(wall - DAY, zone), wall - offset(wall + DAY, zone)];
	const exact = guesses.filter((guess) => wallOf(guess, zone) === wall);
	return exact.length > 0 ? Math.min(...exact) : leapOver(wall, zone, guesses);
}
