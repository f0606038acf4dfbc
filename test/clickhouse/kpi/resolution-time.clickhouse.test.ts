import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
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
