import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty, setParameters } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

const check = (data: Record<string, unknown>, at = MONDAY, id?: string) =>
	event('inspection.scored', 'ignored', at, data, id);

test('is the mean of the checks, each the mean of its procedural and personal side', async () => {
	await store(db.clickhouse, [
		check({ procedural: 80, personal: 40, tangibles: 90 }),
		check({ procedural: 100 }),
		check({ personal: 20 }),
		check({ tangibles: 10 }),
		check({})
	]);
	const row = await totalOf(db.clickhouse, 'inspection');
	expect(row).toMatchObject({
		...{ n: 3, denominator: 3, numerator: 2, value: 60, low: null, high: null, immature: 0 },
		...{ procedural: 90, personal: 30, tangibles: 50, quadrant: 'by_the_book' }
	});
});

test.each([
	[60, 60, 'excellent'],
	[59.9, 60, 'friendly'],
	[60, 59.9, 'by_the_book'],
	[59, 0, 'indifferent'],
	[undefined, 90, null],
	[90, undefined, null]
])('procedural %s and personal %s is %s', async (procedural, personal, quadrant) => {
	await store(db.clickhouse, [check({ procedural, personal })]);
	expect(await totalOf(db.clickhouse, 'inspection')).toMatchObject({ quadrant, n: 1 });
});

test('0 points are a score, and nothing is none', async () => {
	await store(db.clickhouse, [check({ procedural: 0, personal: 0 })]);
	expect(await totalOf(db.clickhouse, 'inspection')).toMatchObject({
		...{ n: 1, value: 0, procedural: 0, tangibles: null }
	});
	await empty(db.clickhouse);
	expect(await totalOf(db.clickhouse, 'inspection')).toMatchObject({ n: 0, value: null, quadrant: null });
});

test('what is high is as the parameters in force say', async () => {
	await store(db.clickhouse, [check({ procedural: 75, personal: 60 })]);
	await setParameters(db.clickhouse, [
		{ name: 'inspection_high', value: 80 },
		{ name: 'inspection_high', value: 70, valid_from: '2026-01-20 00:00:00' }
	]);
	const asked = (now: string) => totalOf(db.clickhouse, 'inspection', { now });
	expect(await asked('2026-01-19T00:00:00Z')).toMatchObject({ numerator: 0, quadrant: 'indifferent' });
	expect(await asked('2026-11-01T00:00:00Z')).toMatchObject({ numerator: 0, quadrant: 'by_the_book' });
	const name = 'inspection_high';
	await setParameters(db.clickhouse, [{ name, value: 67.5, valid_from: `${MONDAY}.001` }]);
	expect(await asked('2026-11-01T00:00:00Z')).toMatchObject({ numerator: 0 });
	await setParameters(db.clickhouse, [{ name, value: 67.5, valid_from: MONDAY }]);
	expect(await asked('2026-11-01T00:00:00Z')).toMatchObject({ numerator: 1 });
});

test('belongs to the team, agent and channel of the check, in the period of the check', async () => {
	await store(db.clickhouse, [
		check({ team: 'desk', agent: 'ann', channel: 'phone', procedural: 50 }, '2026-01-01T00:00:00'),
		check({ procedural: 70 }, '2026-01-31T23:59:59.999'),
		check({ procedural: 10 }, '2026-02-01T00:00:00'),
		check({ procedural: 10 }, '2025-12-31T23:59:59.999')
	]);
	const rows = await rowsOf(db.clickhouse, 'inspection', { by: 'agent', grain: 'week' });
	expect(rows.map(({ group, bucket, value }) => [group, bucket?.slice(0, 10), value])).toEqual([
		['ann', '2025-12-29', 50],
		['', '2026-01-26', 70]
	]);
	expect(await totalOf(db.clickhouse, 'inspection', { teams: ['desk'], channels: ['phone'] })).toMatchObject({
		n: 1
	});
	expect(await totalOf(db.clickhouse, 'inspection', { channels: ['web'] })).toMatchObject({
		n: 0,
		value: null
	});
});

test('a check delivered twice counts once; of two that differ under one id the same one, whichever came first', async () => {
	const checks = [check({ procedural: 90 }, MONDAY, 'one'), check({ procedural: 30 }, MONDAY, 'one')];
	for (const order of [checks, checks.toReversed()]) {
		await empty(db.clickhouse);
		for (const delivery of [...order, ...order]) await store(db.clickhouse, [delivery]);
		expect(await totalOf(db.clickhouse, 'inspection')).toMatchObject({ n: 1, value: 30 });
		await db.clickhouse.command({ query: 'OPTIMIZE TABLE inspections FINAL' });
		expect(await totalOf(db.clickhouse, 'inspection')).toMatchObject({ n: 1, value: 30 });
	}
});
