import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf } from '../../support/kpi.ts';

let db: TestDatabase;
beforeEach(async () => void (db = await testDatabase()));
afterEach(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';

const answer = (id: string, score: number, data: Record<string, unknown> = {}, at = MONDAY) =>
	event('survey.answered', id, at, { instrument: 'csat', score, ...data });

test('the share of 4 and 5 with distribution, mean, top box and a Wilson interval', async () => {
	const scores = [1, 2, 3, 4, 4, 5, 5, 5, 5, 5];
	await store(
		db.clickhouse,
		scores.map((score, index) => answer(`c${index}`, score))
	);
	const row = await totalOf(db.clickhouse, 'satisfaction');
	expect(row).toMatchObject({
		...{ n: 10, numerator: 7, value: 0.7, sum: 39, mean: 3.9, top_box: 0.5 },
		distribution: { '1': 1, '2': 1, '3': 1, '4': 2, '5': 5 }
	});
});

test.each([
	[4, 5, '37.6–96.4'],
	[9, 10, '59.6–98.2'],
	[10, 10, '72.2–100.0'],
	[0, 10, '0.0–27.8'],
	[45, 50, '78.6–95.7'],
	[180, 200, '85.1–93.4'],
	[900, 1000, '88.0–91.7']
])('Wilson 95 %% of %i in %i is %s', async (satisfied, n, interval) => {
	await store(
		db.clickhouse,
		Array.from({ length: n }, (_, index) => answer(`c${index}`, index < satisfied ? 4 : 3))
	);
	const { low, high } = await totalOf(db.clickhouse, 'satisfaction');
	expect(`${(low! * 100).toFixed(1)}–${(high! * 100).toFixed(1)}`).toBe(interval);
});

test('brings other scales to 1..5: satisfied from three quarters of the way', async () => {
	await store(db.clickhouse, [
		answer('a', 7, { scale: 10 }),
		answer('b', 8, { scale: 10 }),
		answer('c', 10, { scale: 10 })
	]);
	expect(await totalOf(db.clickhouse, 'satisfaction')).toMatchObject({
		...{ n: 3, numerator: 2 },
		distribution: { '1': 0, '2': 0, '3': 1, '4': 1, '5': 1 }
	});
});

test('an answer corrected on the same invitation counts once, by its latest', async () => {
	await store(db.clickhouse, [
		answer('a', 5, { survey: 's' }),
		answer('a', 2, { survey: 's' }, after(MONDAY, 60)),
		event('survey.answered', 'a', MONDAY, { instrument: 'nps', score: 9, survey: 's' })
	]);
	expect(await totalOf(db.clickhouse, 'satisfaction')).toMatchObject({ n: 1, numerator: 0, sum: 2 });
});

test('counts surveys sent beside, by their own time', async () => {
	await store(db.clickhouse, [
		event('survey.sent', 'a', MONDAY, { survey: 's1', instrument: 'csat' }),
		event('survey.sent', 'b', MONDAY, { survey: 's2' }),
		event('survey.sent', 'c', MONDAY, { survey: 's3', instrument: 'nps' }),
		answer('a', 4, { survey: 's1' }, after(MONDAY, 3600))
	]);
	expect(await totalOf(db.clickhouse, 'satisfaction')).toMatchObject({ n: 1, sent: 2 });
});

test('belongs to the team of the case as of the answer', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'desk' }),
		event('case.transferred', 'a', after(MONDAY, 60), { team: 'second line' }),
		answer('a', 4, {}, after(MONDAY, 3600)),
		event('case.transferred', 'a', after(MONDAY, 7200), { team: 'third line' })
	]);
	const rows = await rowsOf(db.clickhouse, 'satisfaction', { by: 'team' });
	expect(rows.map(({ group }) => group)).toEqual(['second line']);
});
