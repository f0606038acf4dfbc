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

/** 1000 answered, 860 of them within 20 s; 60 gave up, 20 within 20 s of which 10 within 5 s. */
function goldenCalls() {
	const answered = Array.from({ length: 1000 }, (_, index) => [
		event('case.opened', `a${index}`, MONDAY, { channel: 'phone', team: 'A' }),
		event('case.responded', `a${index}`, after(MONDAY, index < 860 ? 20 : 21))
	]);
	const abandoned = Array.from({ length: 60 }, (_, index) => [
		event('case.opened', `b${index}`, MONDAY, { channel: 'phone', team: 'A' }),
		event('case.abandoned', `b${index}`, after(MONDAY, index < 10 ? 5 : index < 20 ? 20 : 45))
	]);
	return [...answered, ...abandoned].flat();
}

test('answered within T of answered and abandoned: 81.13 % of the golden calls', async () => {
	await store(db.clickhouse, goldenCalls());
	const row = await totalOf(db.clickhouse, 'service_level', { threshold_s: 20 });
	expect(row).toMatchObject({ n: 1060, numerator: 860, denominator: 1060, immature: 0, overdue: 0 });
	expect((row.value! * 100).toFixed(2)).toBe('81.13');
});

test('counts who still waits past T as overdue and before T as immature, in no denominator', async () => {
	await store(db.clickhouse, [event('case.opened', 'a', MONDAY, { channel: 'phone' })]);
	const asked = (now: string) => totalOf(db.clickhouse, 'service_level', { now });
	expect(await asked('2026-01-05T09:00:15Z')).toMatchObject({ n: 0, value: null, overdue: 0, immature: 1 });
	expect(await asked('2026-01-05T09:00:16Z')).toMatchObject({ n: 0, value: null, overdue: 1, immature: 0 });
});

test('does not judge where nothing is promised, and says how many', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { channel: 'other' }),
		event('case.responded', 'a', after(MONDAY, 3))
	]);
	expect(await totalOf(db.clickhouse, 'service_level')).toMatchObject({ n: 0, value: null, no_standard: 1 });
});

test('who gave up and was called back stays an abandon; who hung up after the answer was answered', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'back', MONDAY, { channel: 'phone' }),
		event('case.abandoned', 'back', after(MONDAY, 40)),
		event('case.responded', 'back', after(MONDAY, 3000)),
		event('case.opened', 'done', MONDAY, { channel: 'phone' }),
		event('case.responded', 'done', after(MONDAY, 3)),
		event('case.abandoned', 'done', after(MONDAY, 9))
	]);
	expect(await totalOf(db.clickhouse, 'service_level')).toMatchObject({ n: 2, numerator: 1 });
	expect(await rowsOf(db.clickhouse, 'abandonment')).toMatchObject([{ n: 2, numerator: 1 }]);
});

test('by the business clock nobody is late while it is closed', async () => {
	const hours = { mon: [['09:00', '17:00']] } satisfies Record<string, [string, string][]>;
	await fillCalendar(db.clickhouse, 'office', { id: 'office', name: '', zone: 'UTC', hours, holidays: [] });
	await promise(db.clickhouse, {
		...{ metric: 'first_response', channel: 'phone', threshold_s: 60 },
		...{ clock: 'business', calendar: 'office' }
	});
	const call = (id: string) => event('case.opened', id, '2026-01-05T16:59:30', { channel: 'phone' });
	await store(db.clickhouse, [
		...[call('in time'), event('case.responded', 'in time', '2026-01-12T09:00:30')],
		...[call('late'), event('case.responded', 'late', '2026-01-12T09:00:30.001')],
		call('waits')
	]);
	const level = (now: string) => totalOf(db.clickhouse, 'service_level', { now });
	expect(await level('2026-01-12T09:00:30Z')).toMatchObject({ n: 2, numerator: 1, immature: 1, overdue: 0 });
	expect(await level('2026-01-12T09:00:30.001Z')).toMatchObject({
		n: 2,
		numerator: 1,
		immature: 0,
		overdue: 1
	});
});
