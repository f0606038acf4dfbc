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
	event('survey.answered', id, at, { instrument: 'nps', score, ...data });

const answers = (scores: number[]) =>
	store(
		db.clickhouse,
		scores.map((score, index) => answer(`c${index}`, score))
	);

const times = (n: number, score: number) => Array.from({ length: n }, () => score);

test('is the percentage of 9 and 10 less that of 0 to 6', async () => {
	await answers([0, 6, 7, 8, 8, 9, 10, 10]);
	expect(await totalOf(db.clickhouse, 'nps')).toMatchObject({
		...{ n: 8, numerator: 3, denominator: 8, immature: 0, promoters: 3, passives: 3, detractors: 2 },
		value: 12.5,
		distribution: { 0: 1, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 1, 7: 1, 8: 2, 9: 1, 10: 2 }
	});
});

// Of 324 just as many as said; a sixth of 100 is no whole number of customers: 14.6 with 16⅔ detractors, 14.7 with 17.
test.each([
	{ promoters: 162, passives: 108, detractors: 54, value: 33.3, margin: 8.1 },
	{ promoters: 50, passives: 33, detractors: 17, value: 33, margin: 14.7 }
])('has an interval of ± $margin points at $promoters, $passives, $detractors', async (counts) => {
	await answers([
		...times(counts.promoters, 9),
		...times(counts.passives, 8),
		...times(counts.detractors, 0)
	]);
	const { value, low, high } = await totalOf(db.clickhouse, 'nps');
	expect(value).toBeCloseTo(counts.value, 1);
	expect((high! - value!).toFixed(1)).toBe(counts.margin.toFixed(1));
	expect((value! - low!).toFixed(1)).toBe(counts.margin.toFixed(1));
});

test('keeps the interval within -100 and 100', async () => {
	await answers([9, 9, 9, 9, 7]);
	expect(await totalOf(db.clickhouse, 'nps')).toMatchObject({ value: 80, high: 100 });
	await empty(db.clickhouse);
	await answers([0, 0, 0, 0, 7]);
	expect(await totalOf(db.clickhouse, 'nps')).toMatchObject({ value: -80, low: -100 });
});

test('says nothing where nobody answered, also where other surveys were', async () => {
	const nothing = { value: null, n: 0, low: null, high: null, promoters: 0, detractors: 0 };
	expect(await totalOf(db.clickhouse, 'nps')).toMatchObject(nothing);
	await store(db.clickhouse, [
		event('survey.answered', 'a', MONDAY, { instrument: 'csat', score: 5 }),
		event('survey.sent', 'b', MONDAY, { instrument: 'nps' })
	]);
	expect(await rowsOf(db.clickhouse, 'nps')).toEqual([expect.objectContaining(nothing)]);
	expect(await rowsOf(db.clickhouse, 'nps', { by: 'team', grain: 'day' })).toEqual([]);
});

test('an answer corrected on the same invitation counts once, by its latest; delivered twice, once', async () => {
	const corrected = answer('a', 2, { survey: 's' }, after(MONDAY, 60));
	await store(db.clickhouse, [corrected, answer('a', 10, { survey: 's' }), corrected]);
	await store(db.clickhouse, [corrected, answer('b', 9, { survey: 's' })]);
	expect(await totalOf(db.clickhouse, 'nps')).toMatchObject({ n: 2, promoters: 1, detractors: 1 });
});

test('a correction in another month takes the answer there', async () => {
	await store(db.clickhouse, [
		answer('a', 10, { survey: 's' }, '2026-01-31T23:59:59.999'),
		answer('a', 0, { survey: 's' }, '2026-02-01T00:00:00')
	]);
	expect(await totalOf(db.clickhouse, 'nps')).toMatchObject({ n: 0 });
	const february = { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
	expect(await totalOf(db.clickhouse, 'nps', february)).toMatchObject({ n: 1, detractors: 1 });
});

test('belongs to the team of the answer, else of the case as of then, else to none', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'desk', channel: 'phone' }),
		answer('a', 9, {}, after(MONDAY, 60)),
		answer('a', 3, { team: 'second line', survey: 'later' }, after(MONDAY, 120)),
		answer('b', 8)
	]);
	const rows = await rowsOf(db.clickhouse, 'nps', { by: 'team' });
	expect(rows.map(({ group, value }) => [group, value])).toEqual([
		['', 0],
		['desk', 100],
		['second line', -100]
	]);
	expect(await totalOf(db.clickhouse, 'nps', { teams: ['desk'], channels: ['phone'] })).toMatchObject({
		n: 1
	});
});
