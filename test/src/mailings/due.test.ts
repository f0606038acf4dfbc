import { expect, test } from 'vitest';
import { lastDue, nextDue } from '../../../src/lib/server/mailings/due.ts';

const at = (time: string) => Date.parse(time);
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const HOUR_MS = 3_600_000;

test.each([
	// Monday 08:00 in winter and in summer
	['Europe/Berlin', 1, 8, '2026-11-23T06:59:59Z', '2026-11-16T07:00:00Z', '2026-11-23T07:00:00Z'],
	['Europe/Berlin', 1, 8, '2026-11-23T07:00:00Z', '2026-11-23T07:00:00Z', '2026-11-30T07:00:00Z'],
	['Europe/Berlin', 1, 8, '2026-03-30T06:30:00Z', '2026-03-30T06:00:00Z', '2026-04-06T06:00:00Z'],
	['Asia/Shanghai', 1, 8, '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
	// 29 March 2026 has no 02:00 in Berlin: it is 03:00
	['Europe/Berlin', 7, 2, '2026-03-29T12:00:00Z', '2026-03-29T01:00:00Z', '2026-04-05T00:00:00Z'],
	// 25 October 2026 has 02:00 twice in Berlin: the first
	['Europe/Berlin', 7, 2, '2026-10-25T00:59:00Z', '2026-10-25T00:00:00Z', '2026-11-01T01:00:00Z'],
	['Europe/Berlin', 7, 2, '2026-10-25T01:30:00Z', '2026-10-25T00:00:00Z', '2026-11-01T01:00:00Z'],
	// 8 March 2026 has no 02:00 in New York, 1 November has 01:00 twice
	['America/New_York', 7, 2, '2026-03-08T12:00:00Z', '2026-03-08T07:00:00Z', '2026-03-15T06:00:00Z'],
	['America/New_York', 7, 1, '2026-11-01T06:30:00Z', '2026-11-01T05:00:00Z', '2026-11-08T06:00:00Z'],
	// a year's end
	['America/New_York', 4, 0, '2026-01-01T05:00:00Z', '2026-01-01T05:00:00Z', '2026-01-08T05:00:00Z']
])(
	'%s, weekday %i at %i: at %s it was due last at %s, and is next at %s',
	(zone, weekday, hour, now, last, next) => {
		const schedule = { zone, weekday, hour };
		expect([iso(lastDue(schedule, at(now))), iso(nextDue(schedule, at(now)))]).toEqual([last, next]);
	}
);

test.each(['Europe/Berlin', 'America/New_York'])(
	'over two years of hours in %s, each week has one due moment',
	(zone) => {
		for (const [weekday, hour] of [
			[7, 2],
			[7, 1],
			[1, 8]
		] as const) {
			const dues = new Set<number>();
			for (let now = at('2026-01-05T12:00:00Z'); now < at('2028-01-03T12:00:00Z'); now += HOUR_MS)
				dues.add(lastDue({ zone, weekday, hour }, now));
			const sorted = [...dues].sort((a, b) => a - b);
			const gaps = new Set(sorted.slice(1).map((due, index) => (due - (sorted[index] ?? 0)) / HOUR_MS));
			expect(sorted).toHaveLength(105);
			expect([...gaps].every((hours) => hours >= 166 && hours <= 170)).toBe(true);
		}
	}
);
