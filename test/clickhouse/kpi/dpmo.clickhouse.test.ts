import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

const calls = (count: number, broken: number, at = MONDAY) =>
	Array.from({ length: count }, (_, index) => [
		event('case.opened', `${at} ${index}`, at, { channel: 'phone' }),
		event('case.responded', `${at} ${index}`, after(at, index < broken ? 99 : 9))
	]).flat();

const dpmo = (now?: string) => totalOf(db.clickhouse, 'dpmo', now ? { now } : {});

test('broken promises of a million due, with the interval and the sigma level', async () => {
	await store(db.clickhouse, calls(1000, 67));
	const row = await dpmo();
	expect(row).toMatchObject({ value: 67_000, n: 1000, numerator: 67, denominator: 1000, immature: 0 });
	expect([row.low, row.high].map((end) => Math.round((end ?? 0) / 100))).toEqual([531, 842]);
	expect(row.sigma?.toFixed(3)).toBe('2.999');
});

test('no sigma level where nothing is due, nothing broken, or everything', async () => {
	expect(await dpmo()).toMatchObject({ value: null, n: 0, low: null, high: null, sigma: null });
	await store(db.clickhouse, calls(3, 0));
	expect(await dpmo()).toMatchObject({ value: 0, n: 3, low: 0, sigma: null });
	await empty(db.clickhouse);
	await store(db.clickhouse, calls(3, 3));
	expect(await dpmo()).toMatchObject({ value: 1e6, numerator: 3, high: 1e6, sigma: null });
});

test('a promise that still runs is in no headline, also when it was kept or broken already', async () => {
	await store(db.clickhouse, calls(2, 1));
	expect(await dpmo('2026-01-05T09:00:15Z')).toMatchObject({ value: null, n: 0, immature: 2 });
	expect(await dpmo('2026-01-05T09:00:15.001Z')).toMatchObject({ value: 500_000, n: 2, immature: 0 });
});
