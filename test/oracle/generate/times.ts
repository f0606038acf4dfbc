import fc from 'fast-check';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Distances at which something turns: promises, windows, the hour, and nothing at all. */
export const EDGES = [
	0,
	5 * SECOND,
	15 * SECOND,
	MINUTE,
	10 * MINUTE,
	HOUR,
	24 * HOUR,
	7 * DAY,
	14 * DAY,
	30 * DAY,
	31 * DAY,
	60 * DAY,
	90 * DAY
];
export const WAITS = [0, 0, 5, 15, 60, 60.001, 600].map((seconds) => seconds * SECOND);

/** Mostly exactly there, else just before or just after. */
export const nudge = fc.constantFrom(0, 0, 0, -1, 1);

/** How long after another event one happens: at one of these, just before or after; now and then anywhere, or before it. */
export const distanceOf = (usual: number[]) =>
	fc
		.tuple(
			fc.oneof(
				{ weight: 6, arbitrary: fc.constantFrom(...usual) },
				{ weight: 2, arbitrary: fc.constantFrom(...EDGES) },
				{ weight: 1, arbitrary: fc.integer({ min: 0, max: 10 * DAY }) }
			),
			nudge,
			fc.constantFrom(1, 1, 1, 1, 1, 1, 1, -1)
		)
		.map(([length, by, sign]) => sign * length + by);

/** Where clocks change, weeks and years end, in one zone or another. */
export const TURNS = {
	'spring in Berlin': '2026-03-29T00:59:59.000Z',
	'spring in New York': '2026-03-08T06:59:30.000Z',
	'autumn in Berlin': '2026-10-25T00:30:00.000Z',
	'autumn in New York': '2026-11-01T05:45:00.000Z',
	'the first week of a year in Shanghai': '2026-01-04T15:59:59.999Z',
	'week 53 in Shanghai': '2027-01-03T15:59:59.999Z',
	'a year in Berlin': '2025-12-31T23:00:00.000Z',
	'a week in summer in Berlin': '2026-06-14T22:00:00.000Z'
};
export const BASES = Object.values(TURNS);

export const ZONES = ['UTC', 'Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'];
