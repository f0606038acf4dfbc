import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const DAY = 86_400;

const rate = (asked: Asked = {}) => totalOf(db.clickhouse, 'complaints_per_10k', asked);

const complaint = (id: string, data: Record<string, unknown> = {}, at = MONDAY) =>
	event('case.opened', id, at, { kind: 'complaint', ...data });
const active = (customer: string, at = MONDAY, data: Record<string, unknown> = {}) =>
	event('customer.active', 'x', at, { customer, ...data });

test('37 complaints of 412,000 active customers are 0.90, between 0.63 and 1.24', async () => {
	await db.clickhouse.command({
		query: `INSERT INTO customer_activity (customer, time, active, source, id)
			SELECT toString(number), '2026-01-05 09:00:00', 1, 'test', toString(number) FROM numbers(412000)`
	});
	await store(
		db.clickhouse,
		Array.from({ length: 37 }, (_, index) => complaint(`c${index}`))
	);
	const { value, low, high, ...row } = await rate();
	expect(row).toMatchObject({ numerator: 37, denominator: 412_000, n: 412_000, immature: 0 });
	expect(row.denominator_is).toBe('customers');
	expect([value, low, high].map((number) => number?.toFixed(2))).toEqual(['0.90', '0.63', '1.24']);
});

test('a customer active ten times is one customer; one who left, or is known only from a case, is none', async () => {
	await store(db.clickhouse, [
		...Array.from({ length: 10 }, (_, index) => active('c', after(MONDAY, index))),
		active('d'),
		event('customer.left', 'x', MONDAY, { customer: 'gone' }),
		complaint('a', { customer: 'e' })
	]);
	expect(await rate()).toMatchObject({ numerator: 1, denominator: 2, value: 5000 });
});

test('customers are those of the period, complaints too', async () => {
	await store(db.clickhouse, [
		active('first moment', '2026-01-01T00:00:00'),
		active('too late', '2026-02-01T00:00:00'),
		active('too early', '2025-12-31T23:59:59.999'),
		complaint('a', {}, '2026-01-01T00:00:00'),
		complaint('b', {}, '2026-02-01T00:00:00')
	]);
	expect(await rate()).toMatchObject({ numerator: 1, denominator: 1 });
});

test('of each bucket the customers active in it', async () => {
	await store(db.clickhouse, [
		...[active('c'), active('d'), active('c', after(MONDAY, DAY))],
		...[complaint('a'), complaint('b', {}, after(MONDAY, 2 * DAY))]
	]);
	const rows = await rowsOf(db.clickhouse, 'complaints_per_10k', { grain: 'day', zone: 'Asia/Shanghai' });
	expect(
		rows.map(({ bucket, numerator, denominator, value }) => [bucket, numerator, denominator, value])
	).toEqual([
		['2026-01-05T00:00:00+08:00', 1, 2, 5000],
		['2026-01-06T00:00:00+08:00', 0, 1, 0],
		['2026-01-07T00:00:00+08:00', 1, 0, null]
	]);
});

test('of a group, the cases opened in it: complaints are among them', async () => {
	await store(db.clickhouse, [
		complaint('a', { team: 'A', channel: 'phone' }),
		event('case.opened', 'b', MONDAY, { team: 'A' }),
		event('case.opened', 'c', MONDAY, { team: 'A' }),
		event('case.opened', 'd', MONDAY, { team: 'A' }),
		event('case.opened', 'e', MONDAY, { team: 'B' }),
		complaint('f'),
		active('c', MONDAY, { team: 'C' })
	]);
	const rows = await rowsOf(db.clickhouse, 'complaints_per_10k', { by: 'team' });
	expect(
		rows.map((row) => [row.group, row.numerator, row.denominator, row.value, row.denominator_is])
	).toEqual([
		['', 1, 1, 10_000, 'cases'],
		['A', 1, 4, 2500, 'cases'],
		['B', 0, 1, 0, 'cases']
	]);
	expect(await rate()).toMatchObject({ numerator: 2, denominator: 1, denominator_is: 'customers' });
	expect(await rate({ teams: ['A'] })).toMatchObject({
		numerator: 1,
		denominator: 4,
		denominator_is: 'cases'
	});
	expect(await rate({ channels: ['phone'] })).toMatchObject({ numerator: 1, n: 1, denominator_is: 'cases' });
	expect(await rate({ teams: ['Z'] })).toMatchObject({ n: 0, value: null, denominator_is: 'cases' });
});

test('a case opened twice is one, by its first opening', async () => {
	await store(db.clickhouse, [
		complaint('a', { team: 'A' }),
		event('case.opened', 'a', after(MONDAY, DAY), { team: 'B' }),
		event('case.opened', 'b', MONDAY, { team: 'A' }),
		complaint('b', { team: 'A' }, after(MONDAY, DAY))
	]);
	expect(await rowsOf(db.clickhouse, 'complaints_per_10k', { by: 'team' })).toMatchObject([
		{ group: 'A', numerator: 1, denominator: 2 }
	]);
});

test('an event delivered twice and in any order counts once', async () => {
	const events = [complaint('a'), active('c')];
	for (let time = 0; time < 3; time++) await store(db.clickhouse, events);
	await store(db.clickhouse, [...events].reverse());
	expect(await rate()).toMatchObject({ numerator: 1, denominator: 1 });
});

test('without customers there is no rate, and no interval', async () => {
	await store(db.clickhouse, [complaint('a')]);
	expect(await rate()).toMatchObject({ numerator: 1, n: 0, value: null, low: null, high: null });
});

test('no complaint is a rate of 0, up to what could still be by chance', async () => {
	await store(db.clickhouse, [active('c'), active('d')]);
	expect(await rate()).toMatchObject({
		numerator: 0,
		n: 2,
		value: 0,
		low: 0,
		high: expect.closeTo(18_340.06, 2)
	});
});

test('the cases behind the number are the complaints', async () => {
	await store(db.clickhouse, [complaint('a'), event('case.opened', 'b', MONDAY), active('c')]);
	const result = await db.clickhouse.query({
		query: `SELECT case_id FROM complaints_per_10k_items(from = '2026-01-01', to = '2026-02-01', teams = [], channels = [])`,
		format: 'JSONEachRow'
	});
	expect(await result.json()).toEqual([{ case_id: 'a' }]);
});
