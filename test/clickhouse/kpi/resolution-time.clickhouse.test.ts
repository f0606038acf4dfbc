import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillCalendar } from '#schema/clickhouse/calendars.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';
import { forgetPromises, ledgerOf, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

test('resolution time runs from opening to the last resolution, on the day of that', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'A', kind: 'complaint' }),
		event('case.resolved', 'a', after(MONDAY, 3600)),
		event('case.reopened', 'a', after(MONDAY, 7200)),
		event('case.resolved', 'a', after(MONDAY, 100_000), { team: 'B' }),
		event('case.opened', 'b', MONDAY, { team: 'A' }),
		event('case.resolved', 'b', after(MONDAY, -60))
	]);
	const rows = await rowsOf(db.clickhouse, 'resolution_time', { by: 'team' });
	expect(rows).toMatchObject([
		{ group: 'A', n: 0, value: null, sum: null, defects: 1 },
		{ group: 'B', n: 1, value: 100_000, sum: 100_000, p90: 100_000, defects: 0 }
	]);
	expect(await totalOf(db.clickhouse, 'cases_opened')).toMatchObject({ n: 2, numerator: 1, value: 2 });
});

test('quantiles are exact and inclusive', async () => {
	const seconds = [10, 20, 30, 40];
	await store(
		db.clickhouse,
		seconds.flatMap((wait, index) => [
			event('case.opened', `c${index}`, MONDAY),
			event('case.resolved', `c${index}`, after(MONDAY, wait))
		])
	);
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({
		p50: 25,
		p90: 37,
		p95: 38.5,
		max: 40
	});
});

const HOUR = 3600;
const resolved = (id: string, seconds: number, opened: Record<string, unknown> = {}, at = MONDAY) => [
	event('case.opened', id, at, opened),
	event('case.resolved', id, after(at, seconds), { team: 'Last', channel: 'email', tier: 'gold' })
];

test('judges nothing while no standard promises a resolution', async () => {
	await store(db.clickhouse, resolved('a', HOUR));
	const nothing = { numerator: 0, denominator: 0, low: null, high: null };
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({ n: 1, ...nothing });
	await promise(db.clickhouse, { metric: 'resolution', threshold_s: null });
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({ n: 1, ...nothing });
});

test('tells how many were within their standard, with the interval of that share', async () => {
	await promise(db.clickhouse, { metric: 'resolution', threshold_s: HOUR });
	await store(db.clickhouse, [
		...[10, 20, HOUR, HOUR + 0.001].flatMap((seconds, index) => resolved(`c${index}`, seconds)),
		event('case.opened', 'early', MONDAY),
		event('case.resolved', 'early', after(MONDAY, -60))
	]);
	const row = await totalOf(db.clickhouse, 'resolution_time');
	expect(row).toMatchObject({ n: 4, numerator: 3, denominator: 4, defects: 1 });
	expect(row.low).toBeCloseTo(0.301, 3);
	expect(row.high).toBeCloseTo(0.954, 3);
});

test('the last resolution is judged: of a case that was reopened, not the first, which keeps its promise in the ledger', async () => {
	await promise(db.clickhouse, { metric: 'resolution', threshold_s: HOUR });
	await store(db.clickhouse, [
		...resolved('a', 60),
		event('case.reopened', 'a', after(MONDAY, 120)),
		event('case.resolved', 'a', after(MONDAY, 2 * HOUR))
	]);
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({ numerator: 0, denominator: 1 });
	const ledger = await ledgerOf(db.clickhouse);
	expect(ledger.filter(({ metric }) => metric === 'resolution')).toMatchObject([{ kept: 1 }]);
});

test('the standard is that of whose the case was when it was opened, whoever resolved it', async () => {
	for (const whose of [{ team: 'First' }, { channel: 'web' }, { tier: 'silver' }])
		await promise(db.clickhouse, { metric: 'resolution', threshold_s: HOUR, ...whose });
	for (const whose of [{ team: 'Last' }, { channel: 'email' }, { tier: 'gold' }])
		await promise(db.clickhouse, { metric: 'resolution', threshold_s: 1, ...whose });
	await store(db.clickhouse, [
		...resolved('team', 60, { team: 'First' }),
		...resolved('channel', 60, { channel: 'web' }),
		...resolved('tier', 60, { tier: 'silver' }),
		...resolved('of none', 60, { team: 'Other', channel: 'phone', tier: 'standard' })
	]);
	expect(await rowsOf(db.clickhouse, 'resolution_time', { by: 'team' })).toMatchObject([
		{ group: 'Last', n: 4, numerator: 3, denominator: 3 }
	]);
});

test('a standard set while a case is open does not judge it', async () => {
	const at = '2026-01-10T00:00:00Z';
	await promise(db.clickhouse, { metric: 'resolution', threshold_s: HOUR, valid_to: at });
	await promise(db.clickhouse, { metric: 'resolution', threshold_s: 1, valid_from: at });
	await store(db.clickhouse, [
		...resolved('before', HOUR, {}, '2026-01-09T23:30:00'),
		...resolved('after', HOUR, {}, '2026-01-10T00:00:00')
	]);
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({ numerator: 1, denominator: 2 });
});

test('a standard by the business clock is kept until so much open time has passed; what is timed is the calendar', async () => {
	await fillCalendar(db.clickhouse, 'office', {
		...{ id: 'office', name: '', zone: 'Europe/Berlin', holidays: [] },
		hours: { fri: [['09:00', '17:00']], mon: [['09:00', '17:00']] }
	});
	await promise(db.clickhouse, {
		...{ metric: 'resolution', threshold_s: HOUR },
		...{ clock: 'business', calendar: 'office' }
	});
	// Opened on Friday at 16:30 in Berlin, resolved on Monday.
	const friday = '2026-01-09T15:30:00';
	await store(db.clickhouse, [
		...resolved('in time', 234_000, {}, friday),
		...resolved('late', 234_000.001, {}, friday)
	]);
	expect(await totalOf(db.clickhouse, 'resolution_time')).toMatchObject({
		...{ numerator: 1, denominator: 2, max: 234_000.001 }
	});
});
