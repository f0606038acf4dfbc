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

const answer = (id: string, score: number, data: Record<string, unknown> = {}, at = MONDAY) =>
	event('survey.answered', id, at, { instrument: 'csat', score, customer: id, ...data });

/** So many customers at each level, from 1. */
const customers = (...levels: number[]) =>
	store(
		db.clickhouse,
		levels.flatMap((count, index) =>
			Array.from({ length: count }, (_, nth) => answer(`level-${index + 1}-${nth}`, index + 1))
		)
	);

test('10, 20, 30, 25 and 15 customers from very dissatisfied to very satisfied: 24.8 leave', async () => {
	await customers(10, 20, 30, 25, 15);
	const row = await totalOf(db.clickhouse, 'expected_leavers');
	expect(row).toMatchObject({
		...{ n: 100, denominator: 100, numerator: 60, low: null, high: null, immature: 0, unidentified: 0 },
		...{ distribution: { 1: 10, 2: 20, 3: 30, 4: 25, 5: 15 }, curve: 'book' }
	});
	expect(row.value).toBeCloseTo(24.8, 10);
});

test("takes the company's own rates as soon as they are in force, the book's where it has none", async () => {
	await customers(10, 0, 0, 0, 10);
	const valid_from = '2026-01-20 00:00:00';
	await setParameters(db.clickhouse, [
		{ name: 'leaving_rate', key: '1', value: 0.5, valid_from },
		{ name: 'scorecard_weight', key: 'nps', value: 7 }
	]);
	const before = await totalOf(db.clickhouse, 'expected_leavers', { now: '2026-01-19T23:59:59.999Z' });
	expect(before).toMatchObject({ curve: 'book', value: expect.closeTo(8.2) });
	expect(await totalOf(db.clickhouse, 'expected_leavers')).toMatchObject({
		...{ curve: 'mixed', value: expect.closeTo(5.2) }
	});
});

test("calls the curve the company's only where every level has a rate that was entered", async () => {
	await customers(10, 0, 0, 0, 10);
	const rates = ['1', '2', '3', '4', '5'].map((key) => ({ name: 'leaving_rate', key, value: 0.1 }));
	await setParameters(db.clickhouse, rates);
	expect(await totalOf(db.clickhouse, 'expected_leavers')).toMatchObject({
		...{ curve: 'entered', value: expect.closeTo(2) }
	});
});

test('counts a customer once, by the latest answer of each cell', async () => {
	await store(db.clickhouse, [
		answer('a', 5, { customer: 'ann', team: 'desk' }),
		answer('b', 2, { customer: 'ann', team: 'desk' }, after(MONDAY, 60)),
		answer('c', 4, { customer: 'ann', team: 'second line' }, after(MONDAY, 3600))
	]);
	expect(await totalOf(db.clickhouse, 'expected_leavers')).toMatchObject({
		...{ n: 1, numerator: 0, value: 0.1, distribution: { 1: 0, 2: 0, 3: 0, 4: 1, 5: 0 } }
	});
	const rows = await rowsOf(db.clickhouse, 'expected_leavers', { by: 'team' });
	expect(rows.map(({ group, n, value }) => [group, n, value])).toEqual([
		['desk', 1, 0.4],
		['second line', 1, 0.1]
	]);
});

test('of answers at the same moment the one with the greater id, then source, is the latest', async () => {
	const said = (id: string, source: string, score: number) => ({
		...event(
			'survey.answered',
			`${source}-${id}`,
			MONDAY,
			{ instrument: 'csat', score, customer: 'ann' },
			id
		),
		source
	});
	await store(db.clickhouse, [said('9', 'x', 5), said('10', 'z', 1), said('9', 'y', 2)]);
	expect(await totalOf(db.clickhouse, 'expected_leavers')).toMatchObject({ n: 1, distribution: { 2: 1 } });
});

test('rounds a level down, on any scale', async () => {
	await store(db.clickhouse, [
		answer('a', 7, { scale: 10 }),
		answer('b', 10, { scale: 10 }),
		answer('c', 4, { scale: 7 }),
		answer('d', 4.9)
	]);
	expect(await totalOf(db.clickhouse, 'expected_leavers')).toMatchObject({
		distribution: { 1: 0, 2: 0, 3: 2, 4: 1, 5: 1 },
		numerator: 2
	});
});

test('counts answers of unknown customers beside, and a corrected answer once', async () => {
	await store(db.clickhouse, [
		answer('a', 1, { customer: '' }),
		answer('b', 1, { customer: '' }),
		answer('c', 1, { survey: 's' }),
		answer('c', 5, { survey: 's' }, after(MONDAY, 60))
	]);
	expect(await totalOf(db.clickhouse, 'expected_leavers')).toMatchObject({
		...{ n: 1, value: 0.02, unidentified: 2, distribution: { 1: 0, 5: 1 } }
	});
});

test('says whose curve would count, and no number, where nobody answered', async () => {
	const nothing = { group: null, bucket: null, n: 0, value: null, unidentified: 0 };
	expect(await rowsOf(db.clickhouse, 'expected_leavers')).toEqual([
		expect.objectContaining({ ...nothing, curve: 'book' })
	]);
	await setParameters(db.clickhouse, [{ name: 'leaving_rate', key: '5', value: 0.01 }]);
	expect(await rowsOf(db.clickhouse, 'expected_leavers')).toEqual([
		expect.objectContaining({ ...nothing, curve: 'mixed' })
	]);
	expect(await rowsOf(db.clickhouse, 'expected_leavers', { grain: 'day' })).toEqual([]);
	expect(await rowsOf(db.clickhouse, 'expected_leavers', { by: 'team' })).toEqual([]);
});
