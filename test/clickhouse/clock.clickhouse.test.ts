import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fillCalendar } from '#schema/clickhouse/calendars.ts';
import type { Calendar } from '#schema/standards/calendar.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

const split: [string, string][] = [
	['09:00', '12:00'],
	['13:00', '18:00']
];
const week = { mon: split, tue: split, wed: split, thu: split, fri: split };
const night: Calendar['hours'] = { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] };

const CALENDARS: Calendar[] = [
	{
		id: 'berlin',
		name: 'Berlin',
		zone: 'Europe/Berlin',
		hours: week,
		holidays: [
			{ date: '2026-12-25', name: 'Christmas' },
			{ date: '2027-01-01', name: 'New Year' },
			{ date: '2026-12-24', name: 'Christmas Eve', hours: [['09:00', '12:00']] }
		]
	},
	{ id: 'shanghai', name: 'Shanghai', zone: 'Asia/Shanghai', hours: week, holidays: [] },
	{ id: 'berlin nights', name: '', zone: 'Europe/Berlin', hours: night, holidays: [] },
	{ id: 'new york nights', name: '', zone: 'America/New_York', hours: night, holidays: [] },
	{ id: 'always', name: '', zone: 'America/New_York', hours: always(), holidays: [] }
];

function always(): Calendar['hours'] {
	const day: [string, string][] = [['00:00', '24:00']];
	return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
}

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
	for (const calendar of CALENDARS) await fillCalendar(db.clickhouse, calendar.id, calendar);
});
afterAll(() => db.drop());

const HOUR = 3600;
const utc = (time: string) => new Date(time).toISOString().replace('T', ' ').replace('Z', '');

async function ask(expression: string, query_params: Record<string, unknown>) {
	const result = await db.clickhouse.query({
		query: `SELECT ${expression} AS answer`,
		query_params,
		format: 'JSONEachRow'
	});
	const Row = z.object({ answer: z.union([z.string(), z.number()]).nullable() });
	return z.array(Row).parse(await result.json())[0]?.answer;
}

type Promised = { at: string; threshold_s: number | null; calendar?: string };

/** When a promise is due, as ClickHouse says it; in RFC 3339. */
async function due({ at, threshold_s, calendar }: Promised) {
	const answer = await ask(
		`touchstone_due({at:DateTime64(3, 'UTC')}, {threshold_s:Nullable(Float64)}, {clock:String}, {calendar:String})`,
		{ at: utc(at), threshold_s, clock: calendar ? 'business' : 'calendar', calendar: calendar ?? '' }
	);
	return typeof answer === 'string' ? answer.replace(' ', 'T').replace(/Z?$/, 'Z') : answer;
}

const elapsed = (began: string, ended: string, calendar = '') =>
	ask(
		`touchstone_elapsed_s({began:DateTime64(3, 'UTC')}, {ended:DateTime64(3, 'UTC')}, {clock:String}, {calendar:String})`,
		{ began: utc(began), ended: utc(ended), clock: calendar ? 'business' : 'calendar', calendar }
	);

describe('a promise falls due', () => {
	test.each([
		[
			'24 h later by the calendar: Friday 17:00 on Saturday',
			'2026-11-20T17:00:00+01:00',
			24,
			'',
			'2026-11-21T17:00:00+01:00'
		],
		['within a span', '2026-11-23T09:30:00+01:00', 2, 'berlin', '2026-11-23T11:30:00+01:00'],
		['across the noon break', '2026-11-23T11:30:00+01:00', 1, 'berlin', '2026-11-23T13:30:00+01:00'],
		[
			'when a span ends with it, not when the next begins',
			'2026-11-23T11:00:00+01:00',
			1,
			'berlin',
			'2026-11-23T12:00:00+01:00'
		],
		[
			'when the day ends with it, not next morning',
			'2026-11-23T17:00:00+01:00',
			1,
			'berlin',
			'2026-11-23T18:00:00+01:00'
		],
		['after the weekend', '2026-11-20T17:00:00+01:00', 2, 'berlin', '2026-11-23T10:00:00+01:00'],
		[
			'counted from the opening, made on a Sunday',
			'2026-11-22T03:00:00+01:00',
			8,
			'berlin',
			'2026-11-23T18:00:00+01:00'
		],
		[
			'after a short day, Christmas, the weekend',
			'2026-12-24T11:00:00+01:00',
			2,
			'berlin',
			'2026-12-28T10:00:00+01:00'
		],
		[
			'across the year’s end and a holiday',
			'2026-12-31T17:30:00+01:00',
			1,
			'berlin',
			'2027-01-04T09:30:00+01:00'
		],
		['in the zone of the calendar', '2026-11-20T17:00:00+08:00', 2, 'shanghai', '2026-11-23T10:00:00+08:00'],
		[
			'in the night that is an hour short',
			'2026-03-28T22:30:00+01:00',
			5,
			'berlin nights',
			'2026-03-29T04:30:00+02:00'
		],
		[
			'in the night that is an hour long',
			'2026-10-24T22:30:00+02:00',
			5,
			'berlin nights',
			'2026-10-25T02:30:00+01:00'
		],
		[
			'in New York’s short night',
			'2026-03-07T22:30:00-05:00',
			5,
			'new york nights',
			'2026-03-08T04:30:00-04:00'
		],
		[
			'in New York’s long night',
			'2026-10-31T22:30:00-04:00',
			5,
			'new york nights',
			'2026-11-01T02:30:00-05:00'
		],
		[
			'after exactly that long where it never closes',
			'2026-10-31T12:00:00-04:00',
			48,
			'always',
			'2026-11-02T11:00:00-05:00'
		],
		[
			'a year ahead: 260 weekdays less two holidays and five hours',
			'2026-01-05T09:00:00+01:00',
			260 * 8 - 2 * 8 - 5 + 1,
			'berlin',
			'2027-01-04T10:00:00+01:00'
		]
	])('%s', async (_, at, hours, calendar, expected) => {
		const answer = await due({ at, threshold_s: hours * HOUR, calendar });
		expect(Date.parse(String(answer))).toBe(Date.parse(expected));
	});

	test('to the millisecond', async () => {
		const at = '2026-11-23T17:59:59.250+01:00';
		expect(await due({ at, threshold_s: 0.75, calendar: 'berlin' })).toBe('2026-11-23T17:00:00.000Z');
		expect(await due({ at, threshold_s: 0.751, calendar: 'berlin' })).toBe('2026-11-24T08:00:00.001Z');
		expect(await due({ at, threshold_s: 0.001 })).toBe('2026-11-23T16:59:59.251Z');
	});

	test('never, where nothing is promised, the calendar is unknown, or its years are over', async () => {
		expect(await due({ at: '2026-11-23T10:00:00Z', threshold_s: null })).toBeNull();
		expect(await due({ at: '2026-11-23T10:00:00Z', threshold_s: null, calendar: 'berlin' })).toBeNull();
		expect(await due({ at: '2026-11-23T10:00:00Z', threshold_s: 60, calendar: 'nobody’s' })).toBeNull();
		expect(await due({ at: '2049-12-31T16:59:00Z', threshold_s: 61, calendar: 'berlin' })).toBeNull();
		expect(await due({ at: '2051-01-04T10:00:00Z', threshold_s: 60, calendar: 'berlin' })).toBeNull();
	});
});

test('business time that has passed leaves out what was closed', async () => {
	expect(await elapsed('2026-11-20T17:00:00+01:00', '2026-11-23T10:30:00.500+01:00', 'berlin')).toBe(
		2.5 * HOUR + 0.5
	);
	expect(await elapsed('2026-11-21T00:00:00+01:00', '2026-11-22T23:00:00+01:00', 'berlin')).toBe(0);
	expect(await elapsed('2026-11-20T17:00:00Z', '2026-11-20T17:00:00.001Z')).toBe(0.001);
	expect(await elapsed('2026-11-20T17:00:00Z', '2026-11-20T18:00:00Z', 'nobody’s')).toBeNull();
});

test('by whatever calendar, exactly what was promised has passed when it is due, and not a millisecond before', async () => {
	const start = Date.UTC(2026, 0, 1);
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...CALENDARS),
			fc.integer({ min: 0, max: 500 * 86_400_000 }),
			fc.integer({ min: 1, max: 60 * 3_600_000 }),
			async ({ id }, offset, threshold_ms) => {
				const at = new Date(start + offset).toISOString();
				const answer = String(await due({ at, threshold_s: threshold_ms / 1000, calendar: id }));
				const before = new Date(Date.parse(answer) - 1).toISOString();
				expect(await elapsed(at, answer, id)).toBe(threshold_ms / 1000);
				expect(await elapsed(at, before, id)).toBe((threshold_ms - 1) / 1000);
			}
		),
		{ numRuns: 60 }
	);
});
