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

type Item = [dimension: string, expectation: number, perception: number];

const answer = (id: string, items: Item[], data: Record<string, unknown> = {}, at = MONDAY) =>
	event('survey.answered', id, at, {
		instrument: 'servqual',
		items: items.map(([dimension, expectation, perception]) => ({ dimension, expectation, perception })),
		...data
	});

test('is the mean gap of each dimension over all its items, and the mean of the dimensions', async () => {
	await store(db.clickhouse, [
		answer('a', [
			['reliability', 7, 4],
			['reliability', 6, 5],
			['empathy', 5, 6]
		]),
		answer('b', [['reliability', 5, 5]])
	]);
	const row = await totalOf(db.clickhouse, 'servqual_gap');
	expect(row).toMatchObject({ n: 2, numerator: 2, denominator: 2, low: null, high: null, immature: 0 });
	expect(Object.keys(row.dimensions).sort()).toEqual(['empathy', 'reliability']);
	expect(row.dimensions.empathy).toEqual({ n: 1, expectation: 5, perception: 6, gap: 1 });
	expect(row.dimensions.reliability).toMatchObject({ n: 3, expectation: 6, gap: expect.closeTo(-4 / 3) });
	expect(row.value).toBeCloseTo((1 - 4 / 3) / 2);
});

test('keeps a dimension in which everything is 0', async () => {
	await store(db.clickhouse, [answer('a', [['tangibles', 0, 0]])]);
	const row = await totalOf(db.clickhouse, 'servqual_gap');
	expect(row).toMatchObject({ value: 0, dimensions: { tangibles: { n: 1, gap: 0 } } });
});

test('weighs the dimensions as the newest weights in force say, 1 where they say nothing', async () => {
	await store(db.clickhouse, [
		answer('a', [
			['reliability', 7, 4],
			['empathy', 5, 6]
		])
	]);
	const name = 'servqual_weight';
	await setParameters(db.clickhouse, [
		{ name, key: 'reliability', value: 9 },
		{ name, key: 'reliability', value: 3, valid_from: '2026-01-20 00:00:00' },
		{ name, key: 'empathy', value: 5, valid_from: '2026-01-20 00:00:00.001' }
	]);
	const early = await totalOf(db.clickhouse, 'servqual_gap', { now: '2026-01-20T00:00:00Z' });
	expect(early).toMatchObject({ value: (3 * -3 + 1) / 4 });
	const later = await totalOf(db.clickhouse, 'servqual_gap');
	expect(later.value).toBe((3 * -3 + 5) / 8);
});

test('says nothing where no dimension weighs anything', async () => {
	await store(db.clickhouse, [answer('a', [['empathy', 5, 6]])]);
	await setParameters(db.clickhouse, [{ name: 'servqual_weight', key: 'empathy', value: 0 }]);
	expect(await totalOf(db.clickhouse, 'servqual_gap')).toMatchObject({
		...{ n: 1, value: null },
		dimensions: { empathy: { gap: 1 } }
	});
});

test('an answer corrected counts once, by its latest; one without items is an answer that says nothing', async () => {
	await store(db.clickhouse, [
		answer('a', [['empathy', 5, 1]], { survey: 's' }),
		answer('a', [['empathy', 5, 4]], { survey: 's' }, after(MONDAY, 60)),
		answer('b', [])
	]);
	expect(await totalOf(db.clickhouse, 'servqual_gap')).toMatchObject({
		...{ n: 2, value: -1 },
		dimensions: { empathy: { n: 1 } }
	});
});

test('by team, each with the dimensions it was asked about', async () => {
	await store(db.clickhouse, [
		answer('a', [['empathy', 5, 6]], { team: 'desk' }),
		answer('b', [['assurance', 5, 3]], { team: 'second line' })
	]);
	const rows = await rowsOf(db.clickhouse, 'servqual_gap', { by: 'team' });
	expect(rows.map(({ group, value, dimensions }) => [group, value, Object.keys(dimensions)])).toEqual([
		['desk', 1, ['empathy']],
		['second line', -2, ['assurance']]
	]);
});

test('says nothing where nobody answered', async () => {
	expect(await totalOf(db.clickhouse, 'servqual_gap')).toMatchObject({ n: 0, value: null, dimensions: {} });
});
