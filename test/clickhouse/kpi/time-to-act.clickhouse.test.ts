import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KpiAsk } from '#schema/kpi.ts';
import { askItems } from '../../../src/lib/server/kpi/items.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';
import { ledgerOf } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
/** A call is promised an answer within 15 s. */
const BROKE = after(MONDAY, 15);
const MINUTE = 60;

const timeToAct = (asked: Asked = {}) => totalOf(db.clickhouse, 'time_to_act', asked);
const called = (id: string, data = {}) => event('case.opened', id, MONDAY, { channel: 'phone', ...data });

/** Somebody acts upon what broke in a case, so many seconds after it did. */
async function acts(case_id: string, seconds: number, id?: string) {
	const promise = (await ledgerOf(db.clickhouse)).find((row) => row.case_id === case_id);
	const said = { breach: promise?.promise_id, by: 'Ann' };
	return event('breach.acknowledged', case_id, after(BROKE, seconds), said, id);
}

test('counts from the breach to the first who acts, in whatever order it is told', async () => {
	await store(
		db.clickhouse,
		['a', 'b', 'c', 'd'].map((id) => called(id))
	);
	const first = await acts('a', 2 * MINUTE, 'x');
	for (const batch of [
		[await acts('a', 5 * MINUTE, 'y'), first],
		[first],
		[await acts('b', 15 * MINUTE)],
		[await acts('c', 15 * MINUTE + 0.001)]
	])
		await store(db.clickhouse, batch);
	expect(await timeToAct()).toMatchObject({
		...{ value: 900, p50: 900, max: 900.001, sum: 1920.001, n: 3 },
		...{ numerator: 2, denominator: 4, unacknowledged: 1, immature: 0 }
	});
});

test('who acts before it breaks acts in 0 s', async () => {
	await store(db.clickhouse, [called('a')]);
	await store(db.clickhouse, [await acts('a', -5)]);
	expect(await timeToAct()).toMatchObject({ value: 0, n: 1, numerator: 1, denominator: 1 });
});

test('nobody acts upon what is kept; what is done too late was broken all the same', async () => {
	await store(db.clickhouse, [
		called('kept'),
		event('case.responded', 'kept', after(MONDAY, 15)),
		called('late'),
		event('case.responded', 'late', after(MONDAY, 16))
	]);
	expect(await timeToAct()).toMatchObject({
		value: null,
		n: 0,
		numerator: 0,
		denominator: 1,
		unacknowledged: 1
	});
});

test('a breach is judged once its 15 minutes have passed, acted upon or not', async () => {
	await store(db.clickhouse, [called('a'), called('b')]);
	await store(db.clickhouse, [await acts('a', MINUTE)]);
	const at = (seconds: number) => timeToAct({ now: `${after(BROKE, seconds)}Z` });
	expect(await at(0)).toMatchObject({ denominator: 0, immature: 0, n: 0 });
	expect(await at(0.001)).toMatchObject({ denominator: 0, immature: 2, n: 0, value: null });
	expect(await at(15 * MINUTE)).toMatchObject({ denominator: 0, immature: 2 });
	expect(await at(15 * MINUTE + 0.001)).toMatchObject({
		...{ denominator: 2, numerator: 1, immature: 0, value: 60, unacknowledged: 1 }
	});
});

test('a promise said to be broken before it falls due counts from then, once it is due', async () => {
	const told = { promise: 'p', kind: 'visit', team: 'North' };
	await store(db.clickhouse, [
		event('promise.made', 'a', MONDAY, { ...told, due: '2026-01-07T09:00:00Z' }),
		event('promise.broken', 'a', BROKE, told)
	]);
	await store(db.clickhouse, [await acts('a', MINUTE)]);
	expect(await timeToAct({ now: '2026-01-06T09:00:00Z' })).toMatchObject({ immature: 1, denominator: 0 });
	expect(await timeToAct()).toMatchObject({ value: 60, numerator: 1, denominator: 1 });
	const rows = await rowsOf(db.clickhouse, 'time_to_act', { by: 'team', grain: 'day' });
	expect(rows).toMatchObject([{ group: 'North', bucket: '2026-01-07T00:00:00+00:00', n: 1 }]);
});

test('the cases behind it begin with those nobody acted upon in time', async () => {
	await store(db.clickhouse, [called('fast'), called('never')]);
	await store(db.clickhouse, [await acts('fast', MINUTE)]);
	const ask = KpiAsk.parse({
		...{ kpi: 'time_to_act', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }
	});
	const items = await askItems(db.clickhouse, ask, {
		...{ zone: 'UTC', limit: 10, metric: 'first_response', now: Date.parse('2026-02-01T00:00:00Z') }
	});
	expect(items.map(({ case_id, kept, seconds }) => [case_id, kept, seconds])).toEqual([
		['never', false, null],
		['fast', true, 60]
	]);
});
