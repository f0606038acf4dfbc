import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty, setParameters } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

test('counts all abandons, and the short and the unknown waits beside', async () => {
	const waits = [2, 5, 6, 40];
	await store(db.clickhouse, [
		...waits.flatMap((wait, index) => [
			event('case.opened', `a${index}`, MONDAY, { agent: 'Ann' }),
			event('case.abandoned', `a${index}`, after(MONDAY, wait))
		]),
		event('case.opened', 'u', MONDAY, { agent: 'Ann' }),
		event('case.abandoned', 'u', MONDAY, { wait_known: false }),
		event('case.opened', 'z', MONDAY, { agent: 'Bob' }),
		event('case.responded', 'z', after(MONDAY, 9)),
		event('case.opened', 'waiting', MONDAY, { agent: 'Bob' })
	]);
	expect(await totalOf(db.clickhouse, 'abandonment')).toMatchObject({
		...{ n: 6, numerator: 5, denominator: 6, short: 2, wait_unknown: 1, value: 5 / 6 }
	});
	const byAgent = await rowsOf(db.clickhouse, 'abandonment', { by: 'agent' });
	expect(byAgent.map(({ group, numerator, n }) => [group, numerator, n])).toEqual([
		['Ann', 5, 5],
		['Bob', 0, 1]
	]);
});

test('calls short what the company says is short, from the day on it says so', async () => {
	await setParameters(db.clickhouse, [
		{ name: 'short_abandon', value: 10 },
		{ name: 'short_abandon', value: 2, valid_from: '2026-01-06 00:00:00' }
	]);
	const gone = (id: string, at: string, wait: number) => [
		event('case.opened', id, at),
		event('case.abandoned', id, after(at, wait))
	];
	await store(db.clickhouse, [
		...gone('a', MONDAY, 10),
		...gone('b', MONDAY, 11),
		...gone('c', '2026-01-06T09:00:00', 2),
		...gone('d', '2026-01-06T09:00:00', 3)
	]);
	expect(await rowsOf(db.clickhouse, 'abandonment', { grain: 'day' })).toMatchObject([
		{ n: 2, short: 1 },
		{ n: 2, short: 1 }
	]);
	expect(await rowsOf(db.clickhouse, 'abandonment', { now: '2026-01-05T12:00:00Z' })).toMatchObject([
		{ n: 4, short: 2 }
	]);
});

test('no contact is no share: null, not zero', async () => {
	expect(await totalOf(db.clickhouse, 'abandonment')).toMatchObject({
		n: 0,
		value: null,
		low: null,
		high: null
	});
});
