import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

const answer = (score: number, data: Record<string, unknown> = {}, at = MONDAY) =>
	event('staff.surveyed', 'ignored', at, { team: 'desk', score, ...data });

const answers = (scores: number[], data: Record<string, unknown> = {}) =>
	store(
		db.clickhouse,
		scores.map((score) => answer(score, data))
	);

/** All that could tell what somebody said. */
const HIDDEN = {
	...{ hidden: true, value: null, low: null, high: null, sum: null, mean: null, top_box: null, numerator: 0 },
	distribution: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }
};

test('is the share of 4 and 5, as with customers', async () => {
	await answers([1, 3, 4, 5, 5]);
	const row = await totalOf(db.clickhouse, 'staff_satisfaction');
	expect(row).toMatchObject({
		...{ n: 5, numerator: 3, denominator: 5, value: 0.6, sum: 18, mean: 3.6, top_box: 0.4 },
		...{ distribution: { 1: 1, 2: 0, 3: 1, 4: 1, 5: 2 }, hidden: false, immature: 0 }
	});
	expect(row.low).toBeCloseTo(0.2307, 4);
});

test('brings other scales to 1..5: satisfied from three quarters of the way', async () => {
	await answers([7, 8, 10], { scale: 10 });
	await answers([4, 1]);
	expect(await totalOf(db.clickhouse, 'staff_satisfaction')).toMatchObject({
		...{ n: 5, numerator: 3, distribution: { 1: 1, 2: 0, 3: 1, 4: 2, 5: 1 } }
	});
});

test('of fewer than five says how many there are, and nothing else', async () => {
	await answers([5, 5, 5, 5]);
	expect(await totalOf(db.clickhouse, 'staff_satisfaction')).toMatchObject({
		...HIDDEN,
		n: 4,
		denominator: 4
	});
	await answers([5]);
	expect(await totalOf(db.clickhouse, 'staff_satisfaction')).toMatchObject({ hidden: false, n: 5, value: 1 });
	const days = await rowsOf(db.clickhouse, 'staff_satisfaction', { grain: 'day', by: 'team' });
	expect(days).toEqual([expect.objectContaining({ group: 'desk', n: 5, value: 1 })]);
});

test('hides each group by its own number', async () => {
	await answers([5, 5, 5, 5, 1]);
	await answers([1, 2, 3, 4], { team: 'second line' });
	const rows = await rowsOf(db.clickhouse, 'staff_satisfaction', { by: 'team' });
	expect(rows).toEqual([
		expect.objectContaining({ group: 'desk', n: 5, value: 0.8, hidden: false }),
		expect.objectContaining({ ...HIDDEN, group: 'second line', n: 4 })
	]);
});

test('nothing in SQL tells what one of few said, not even the items', async () => {
	await answers([1, 5, 5, 5], { agent: 'ann' });
	const told = async (view: string, more = '') => {
		const result = await db.clickhouse.query({
			query: `SELECT * FROM ${view}(from = '2026-01-01', to = '2026-02-01', as_of = now64(3), teams = [], channels = []${more})`,
			format: 'JSONEachRow'
		});
		return result.json<Record<string, unknown>>();
	};
	const [cell] = await told('kpi_staff_satisfaction', ", by = ['agent'], grain = ['total'], zone = 'UTC'");
	expect(cell).toMatchObject({ ...HIDDEN, group: '', n: 4 });
	const items = await told('staff_satisfaction_items');
	expect(items).toHaveLength(4);
	for (const item of items) {
		expect(item).toMatchObject({ agent: '', kept: null, seconds: null });
		expect(Object.keys(item)).not.toContain('score');
	}
});

test('knows no person, even where one is named', async () => {
	await answers([5, 5, 5, 5, 5], { agent: 'ann' });
	const columns = await db.clickhouse.query({
		query: "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'staff_surveys'",
		format: 'JSONEachRow'
	});
	const names = (await columns.json<{ name: string }>()).map(({ name }) => name);
	expect(names).not.toContain('agent');
	expect(names).not.toContain('customer');
});

test('an answer delivered twice counts once', async () => {
	const twice = [answer(5), answer(5), answer(5), answer(5)];
	await store(db.clickhouse, twice);
	await store(db.clickhouse, twice);
	expect(await totalOf(db.clickhouse, 'staff_satisfaction')).toMatchObject({ n: 4, hidden: true });
});

test('an answer belongs to its own moment and team', async () => {
	await store(db.clickhouse, [
		answer(5, {}, '2025-12-31T23:59:59.999'),
		answer(5, {}, '2026-01-01T00:00:00'),
		answer(5, { team: '' }, '2026-01-31T23:59:59.999'),
		answer(5, {}, '2026-02-01T00:00:00')
	]);
	const rows = await rowsOf(db.clickhouse, 'staff_satisfaction', { by: 'team', grain: 'day' });
	expect(rows.map(({ group, bucket, n }) => [group, bucket?.slice(0, 10), n])).toEqual([
		['desk', '2026-01-01', 1],
		['', '2026-01-31', 1]
	]);
	expect(await totalOf(db.clickhouse, 'staff_satisfaction', { teams: ['desk'] })).toMatchObject({ n: 1 });
});

test('says nothing where nobody answered', async () => {
	expect(await totalOf(db.clickhouse, 'staff_satisfaction')).toMatchObject({ ...HIDDEN, n: 0 });
});
