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

const answer = (id: string, score: number, data: Record<string, unknown> = {}, at = MONDAY) =>
	event('survey.answered', id, at, { instrument: 'ces', score, ...data });

test('is the share of 5 to 7 of 7, with its distribution and a Wilson interval', async () => {
	await store(
		db.clickhouse,
		[1, 4, 5, 6, 7].map((score, index) => answer(`c${index}`, score))
	);
	const row = await totalOf(db.clickhouse, 'effort');
	expect(row).toMatchObject({
		...{ n: 5, numerator: 3, denominator: 5, value: 0.6, immature: 0 },
		distribution: { 1: 1, 2: 0, 3: 0, 4: 1, 5: 1, 6: 1, 7: 1 }
	});
	expect(row.low).toBeCloseTo(0.2307, 4);
	expect(row.high).toBeCloseTo(0.8824, 4);
});

test('an answer corrected counts once, by its latest; one of another instrument is none', async () => {
	await store(db.clickhouse, [
		answer('a', 7, { survey: 's' }),
		answer('a', 2, { survey: 's' }, after(MONDAY, 60)),
		event('survey.answered', 'a', MONDAY, { instrument: 'csat', score: 5, survey: 's' })
	]);
	expect(await totalOf(db.clickhouse, 'effort')).toMatchObject({ n: 1, numerator: 0, cases: 0 });
});

test('counts what the cases opened cost their customers over their whole life', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY),
		event('case.opened', 'a', after(MONDAY, 5)),
		event('case.transferred', 'a', after(MONDAY, 10)),
		event('case.transferred', 'a', after(MONDAY, 20)),
		event('case.contacted', 'a', after(MONDAY, 30)),
		event('case.reopened', 'a', '2026-06-01T00:00:00'),
		event('case.contacted', 'a', '2026-06-02T00:00:00'),
		event('case.opened', 'b', MONDAY),
		event('case.assigned', 'b', MONDAY)
	]);
	expect(await totalOf(db.clickhouse, 'effort')).toMatchObject({
		...{ n: 0, value: null },
		...{ cases: 2, contacts: 4, transfers: 2, repeats: 3 }
	});
});

test('measures the cases opened in the period alone, wherever the answer is given', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'early', '2025-12-31T23:59:59.999', { team: 'desk' }),
		event('case.contacted', 'early', MONDAY),
		answer('early', 6),
		event('case.opened', 'first', '2026-01-01T00:00:00', { team: 'desk' }),
		event('case.opened', 'late', '2026-02-01T00:00:00', { team: 'desk' }),
		event('case.contacted', 'never opened', MONDAY)
	]);
	expect(await totalOf(db.clickhouse, 'effort')).toMatchObject({ n: 1, cases: 1, contacts: 1, repeats: 0 });
});

test('an opening belongs to the team that took it, an answer to the team of then', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'desk' }),
		event('case.transferred', 'a', after(MONDAY, 60), { team: 'second line' }),
		answer('a', 6, {}, after(MONDAY, 120))
	]);
	const rows = await rowsOf(db.clickhouse, 'effort', { by: 'team' });
	expect(rows.map(({ group, n, cases, transfers }) => [group, n, cases, transfers])).toEqual([
		['desk', 0, 1, 1],
		['second line', 1, 0, 0]
	]);
	expect(await totalOf(db.clickhouse, 'effort', { teams: ['desk'] })).toMatchObject({ n: 0, cases: 1 });
});

test('says nothing where nothing happened', async () => {
	expect(await totalOf(db.clickhouse, 'effort')).toMatchObject({ n: 0, value: null, cases: 0, contacts: 0 });
});
