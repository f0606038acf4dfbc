import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillCalendar } from '#schema/clickhouse/calendars.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';
import { forgetPromises, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

test('measures from opening to the first reply, whatever order the events come in', async () => {
	await store(db.clickhouse, [
		event('case.responded', 'a', after(MONDAY, 70)),
		event('case.responded', 'a', after(MONDAY, 9))
	]);
	await store(db.clickhouse, [event('case.opened', 'a', MONDAY, { channel: 'phone' })]);
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({
		n: 1,
		value: 9,
		max: 9,
		sum: 9,
		defects: 0
	});
});

test('a promise of 60 s is broken by one in a thousand although the mean is 5.895 s', async () => {
	const calls = Array.from({ length: 1000 }, (_, index) => [
		event('case.opened', `c${index}`, MONDAY, { channel: 'phone' }),
		event('case.responded', `c${index}`, after(MONDAY, index === 0 ? 900 : 5))
	]);
	await store(db.clickhouse, calls.flat());
	const row = await totalOf(db.clickhouse, 'first_response', { threshold_s: 60 });
	expect(row).toMatchObject({ n: 1000, numerator: 999, denominator: 1000, p50: 5, max: 900, sum: 5895 });
});

test('a reply belongs to the latest opening or reopening at or before it', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { channel: 'phone', team: 'first' }),
		event('case.responded', 'a', after(MONDAY, 10)),
		event('case.reopened', 'a', after(MONDAY, 600), { team: 'second' }),
		event('case.responded', 'a', after(MONDAY, 600)),
		event('case.reopened', 'a', after(MONDAY, 900), { team: 'third' })
	]);
	const rows = await rowsOf(db.clickhouse, 'first_response', { by: 'team' });
	expect(rows.map(({ group, value, n }) => ({ group, value, n }))).toEqual([
		{ group: 'first', value: 10, n: 1 },
		{ group: 'second', value: 0, n: 1 }
	]);
});

test('a reply before its opening is a defect: counted and left out', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { channel: 'email' }),
		event('case.responded', 'a', after(MONDAY, -60)),
		event('case.opened', 'b', MONDAY, { channel: 'email' }),
		event('case.responded', 'b', after(MONDAY, 60))
	]);
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({
		n: 1,
		value: 60,
		sum: 60,
		defects: 1
	});
});

test('judges by the standard of the channel in force at the opening, and does not judge where nothing is promised', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { channel: 'phone' }),
		event('case.responded', 'a', after(MONDAY, 15)),
		event('case.opened', 'b', MONDAY, { channel: 'chat' }),
		event('case.responded', 'b', after(MONDAY, 61)),
		event('case.opened', 'c', MONDAY, { channel: 'other' }),
		event('case.responded', 'c', after(MONDAY, 1))
	]);
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({
		n: 3,
		numerator: 1,
		denominator: 2
	});
});

test('a standard changed today does not rewrite the past, and the most specific one holds', async () => {
	const at = '2026-01-10T00:00:00Z';
	const promised = { metric: 'first_response', valid_from: at };
	await promise(db.clickhouse, { ...promised, channel: 'phone', threshold_s: 5 });
	await promise(db.clickhouse, { ...promised, team: 'VIP desk', threshold_s: 2 });
	await promise(db.clickhouse, {
		...{ metric: 'first_response', channel: 'phone', threshold_s: 15 },
		...{ valid_from: '1990-01-01T00:00:00Z', valid_to: at }
	});
	const call = (id: string, at: string, team: string) => [
		event('case.opened', id, at, { channel: 'phone', team }),
		event('case.responded', id, after(at, 4))
	];
	await store(db.clickhouse, [
		...call('before', '2026-01-09T12:00:00', 'VIP desk'),
		...call('after', '2026-01-11T12:00:00', 'Desk'),
		...call('vip', '2026-01-11T12:00:00', 'VIP desk')
	]);
	const rows = await rowsOf(db.clickhouse, 'first_response', { by: 'team' });
	expect(rows.map(({ group, numerator, denominator }) => [group, numerator, denominator])).toEqual([
		['Desk', 1, 1],
		['VIP desk', 1, 2]
	]);
});

test('takes a dimension missing on the opening from nowhere else but earlier events', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY),
		event('case.assigned', 'a', after(MONDAY, 5), { team: 'later' }),
		event('case.responded', 'a', after(MONDAY, 9), { team: 'later' })
	]);
	expect((await rowsOf(db.clickhouse, 'first_response', { by: 'team' })).map(({ group }) => group)).toEqual([
		''
	]);
});

test('counts an event delivered twice, or twice stored, once', async () => {
	const events = [
		event('case.opened', 'a', MONDAY, { channel: 'phone' }),
		event('case.responded', 'a', after(MONDAY, 9))
	];
	for (let time = 0; time < 3; time++) await store(db.clickhouse, events);
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({ n: 1, sum: 9 });
});

test('buckets begin in the business zone, across a change of clocks', async () => {
	const call = (id: string, at: string) => [
		event('case.opened', id, at),
		event('case.responded', id, after(at, 1))
	];
	await store(db.clickhouse, [
		...call('a', '2026-03-28T23:30:00'),
		...call('b', '2026-03-29T21:59:00'),
		...call('c', '2026-03-29T22:00:00')
	]);
	const asked = {
		from: '2026-03-01T00:00:00Z',
		to: '2026-04-01T00:00:00Z',
		grain: 'day',
		zone: 'Europe/Berlin'
	} as const;
	const rows = await rowsOf(db.clickhouse, 'first_response', asked);
	expect(rows.map(({ bucket, n }) => [bucket, n])).toEqual([
		['2026-03-29T00:00:00+01:00', 2],
		['2026-03-30T00:00:00+02:00', 1]
	]);
});

test('weeks are ISO weeks of the business zone', async () => {
	const call = (id: string, at: string) => [
		event('case.opened', id, at),
		event('case.responded', id, after(at, 1))
	];
	await store(db.clickhouse, [...call('a', '2026-01-04T15:59:59'), ...call('b', '2026-01-04T16:00:00')]);
	const rows = await rowsOf(db.clickhouse, 'first_response', { grain: 'week', zone: 'Asia/Shanghai' });
	expect(rows.map(({ bucket, n }) => [bucket, n])).toEqual([
		['2025-12-29T00:00:00+08:00', 1],
		['2026-01-05T00:00:00+08:00', 1]
	]);
});

test('the period is from <= opening < to', async () => {
	const call = (id: string, at: string) => [
		event('case.opened', id, at),
		event('case.responded', id, after(at, 1))
	];
	await store(db.clickhouse, [...call('a', '2026-01-01T00:00:00'), ...call('b', '2026-02-01T00:00:00')]);
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({ n: 1 });
});

const OFFICE = {
	...{ id: 'office', name: '', zone: 'Europe/Berlin', holidays: [] },
	hours: { fri: [['09:00', '17:00']], mon: [['09:00', '17:00']] } satisfies Record<string, [string, string][]>
};

/** An hour of the office's time by e-mail. */
async function promiseOfficeHours() {
	await fillCalendar(db.clickhouse, 'office', OFFICE);
	await promise(db.clickhouse, {
		...{ metric: 'first_response', channel: 'email', threshold_s: 3600 },
		...{ clock: 'business', calendar: 'office' }
	});
}

/** Asked on Friday at 16:30 in Berlin, answered on Monday. */
const overTheWeekend = (id: string, answered: string) => [
	event('case.opened', id, '2026-01-09T15:30:00', { channel: 'email' }),
	event('case.responded', id, answered)
];

test('a promise by the business clock is kept until so much open time has passed', async () => {
	await promiseOfficeHours();
	await store(db.clickhouse, [
		...overTheWeekend('in time', '2026-01-12T08:30:00'),
		...overTheWeekend('late', '2026-01-12T08:30:00.001')
	]);
	const row = await totalOf(db.clickhouse, 'first_response');
	// What the customer waited is told as it was: by the calendar.
	expect(row).toMatchObject({ n: 2, numerator: 1, denominator: 2, max: 234_000.001 });
});

test('asked what if, only the length of the promise changes, not its clock', async () => {
	await promiseOfficeHours();
	await store(db.clickhouse, overTheWeekend('a', '2026-01-12T08:30:00'));
	expect(await totalOf(db.clickhouse, 'first_response', { threshold_s: 3599 })).toMatchObject({
		numerator: 0
	});
	expect(await totalOf(db.clickhouse, 'first_response', { threshold_s: 3601 })).toMatchObject({
		numerator: 1
	});
});

test('judges nothing when nothing at all is promised, but what is asked what if', async () => {
	await db.clickhouse.insert({ table: 'standards_files', values: [{ file: 1 }], format: 'JSONEachRow' });
	await store(db.clickhouse, overTheWeekend('a', '2026-01-12T08:30:00'));
	expect(await totalOf(db.clickhouse, 'first_response')).toMatchObject({ n: 1, denominator: 0 });
	expect(await totalOf(db.clickhouse, 'first_response', { threshold_s: 234_000 })).toMatchObject({
		...{ n: 1, numerator: 1, denominator: 1 }
	});
});
