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
const desk = { team: 'desk' };

const answer = (id: string, score: number, data: Record<string, unknown> = desk) =>
	event('survey.answered', id, MONDAY, { instrument: 'csat', score, ...data });
const check = (procedural: number, personal: number, data: Record<string, unknown> = desk) =>
	event('inspection.scored', 'ignored', MONDAY, { procedural, personal, ...data });

/** So many promises, the first of them broken. */
const promises = (n: number, broken: number, data: Record<string, unknown> = desk) =>
	Array.from({ length: n }, (_, index) => {
		const promise = { promise: `p${index}`, kind: 'visit', due: `${after(MONDAY, 3600)}Z`, ...data };
		const id = `promise-${data.team}-${index}`;
		return [
			event('promise.made', id, MONDAY, promise),
			event(index < broken ? 'promise.broken' : 'promise.kept', id, after(MONDAY, 60), promise)
		];
	}).flat();

/** A complaint remedied and confirmed, or not, and resolved. */
const complaint = (id: string, satisfied: number) => [
	event('case.opened', id, MONDAY, { kind: 'complaint', channel: 'other', ...desk }),
	event('complaint.acknowledged', id, MONDAY),
	event('complaint.remedied', id, MONDAY),
	event('complaint.confirmed', id, after(MONDAY, 60), { satisfied }),
	event('complaint.followed_up', id, after(MONDAY, 60)),
	event('case.resolved', id, after(MONDAY, 60))
];

test('weighs what the numbers say of the same cell', async () => {
	await store(db.clickhouse, [
		answer('a', 5),
		answer('b', 1),
		check(90, 70),
		...complaint('c', 5),
		...complaint('d', 1),
		event('case.contacted', 'd', after(MONDAY, 7200))
	]);
	const row = await totalOf(db.clickhouse, 'scorecard');
	expect(row).toMatchObject({
		components: {
			satisfaction: { value: 50, weight: 40 },
			inspection: { value: 80, weight: 20 },
			promises_kept: { value: 100, weight: 20 },
			complaint_recovery: { value: 50, weight: 10 },
			first_contact_resolution: { value: 50, weight: 10 },
			service_level: { value: null, weight: 0 }
		},
		...{ n: 5, numerator: 0, denominator: 5, low: null, high: null, immature: 0, covered: 1, card: null }
	});
	expect(row.value).toBeCloseTo(0.4 * 50 + 0.2 * 80 + 0.2 * 100 + 0.1 * 50 + 0.1 * 50);
});

test('leaves out what has no value, and says on how much of the weight it rests', async () => {
	await store(db.clickhouse, [answer('a', 5), check(50, 50)]);
	const row = await totalOf(db.clickhouse, 'scorecard');
	expect(row).toMatchObject({ n: 2, covered: 0.6 });
	expect(row.value).toBeCloseTo((40 * 100 + 20 * 50) / 60);
	expect(row.components.promises_kept).toEqual({ value: null, weight: 20 });
});

test('takes the weights in force; what weighs nothing is not counted', async () => {
	await store(db.clickhouse, [answer('a', 5), check(50, 50)]);
	const name = 'scorecard_weight';
	await setParameters(db.clickhouse, [
		{ name, key: 'satisfaction', value: 0 },
		{ name, key: 'inspection', value: 30 },
		{ name, key: 'inspection', value: 70, valid_from: '2026-02-01 00:00:00' }
	]);
	expect(await totalOf(db.clickhouse, 'scorecard')).toMatchObject({
		...{ n: 1, value: 50, covered: 30 / 70 },
		components: { satisfaction: { value: 100, weight: 0 }, inspection: { value: 50, weight: 30 } }
	});
});

test('a card is for the number of broken promises, however good the score', async () => {
	const BROKEN = [2, 3, 9, 10];
	await store(
		db.clickhouse,
		BROKEN.flatMap((broken) => promises(1000, broken, { team: `${broken} broken` }))
	);
	const rows = await rowsOf(db.clickhouse, 'scorecard', { by: 'team' });
	const cards = rows.map(({ group, value, n, card }) => [group, value, n, card]);
	expect(cards).toEqual([
		['10 broken', expect.closeTo(99), 1, 'red'],
		['2 broken', expect.closeTo(99.8), 1, null],
		['3 broken', expect.closeTo(99.7), 1, 'yellow'],
		['9 broken', expect.closeTo(99.1), 1, 'yellow']
	]);
});

test('shows a card by the marks in force', async () => {
	await store(db.clickhouse, promises(5, 2));
	await setParameters(db.clickhouse, [
		{ name: 'card', key: 'yellow', value: 1 },
		{ name: 'card', key: 'red', value: 2, valid_from: '2026-01-20 00:00:00' }
	]);
	const early = await totalOf(db.clickhouse, 'scorecard', { to: '2026-01-20T00:00:00Z' });
	expect(early).toMatchObject({ card: 'yellow' });
	expect(await totalOf(db.clickhouse, 'scorecard')).toMatchObject({ card: 'red' });
});

test('by team, each from its own numbers', async () => {
	await store(db.clickhouse, [
		answer('a', 5),
		...promises(3, 3),
		check(40, 20, { team: 'second line' }),
		answer('b', 4, { team: 'second line' })
	]);
	const rows = await rowsOf(db.clickhouse, 'scorecard', { by: 'team' });
	expect(rows.map(({ group, n, value, card }) => [group, n, value, card])).toEqual([
		['desk', 2, expect.closeTo((40 * 100 + 0) / 60), 'yellow'],
		['second line', 2, expect.closeTo((40 * 100 + 20 * 30) / 60), null]
	]);
	expect(await totalOf(db.clickhouse, 'scorecard', { teams: ['second line'] })).toMatchObject({
		n: 2,
		card: null
	});
});

test('service level counts by the standard in force, whatever is asked of it elsewhere', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { ...desk, channel: 'phone' }),
		event('case.responded', 'a', after(MONDAY, 16))
	]);
	await setParameters(db.clickhouse, [{ name: 'scorecard_weight', key: 'service_level', value: 20 }]);
	const row = await totalOf(db.clickhouse, 'scorecard', { threshold_s: 60 });
	expect(row.components.service_level).toEqual({ value: 0, weight: 20 });
});

test('says what counts, and no score, where nothing happened', async () => {
	const [row, ...more] = await rowsOf(db.clickhouse, 'scorecard');
	expect(more).toEqual([]);
	expect(row).toMatchObject({
		...{ group: null, bucket: null, n: 0, value: null, covered: 0, card: null },
		components: { satisfaction: { value: null, weight: 40 } }
	});
	expect(await rowsOf(db.clickhouse, 'scorecard', { by: 'team', grain: 'week' })).toEqual([]);
});

test('the items behind it are those of the numbers it is made of', async () => {
	await store(db.clickhouse, [
		answer('a', 5),
		answer('b', 1),
		check(90, 70),
		event('survey.sent', 'c', MONDAY)
	]);
	const result = await db.clickhouse.query({
		query: `SELECT component, kept
			FROM scorecard_items(from = '2026-01-01', to = '2026-02-01', as_of = now64(3), teams = [], channels = [])
			ORDER BY component, kept`,
		format: 'JSONEachRow'
	});
	expect(await result.json()).toEqual([
		{ component: 'inspection', kept: 1 },
		{ component: 'satisfaction', kept: 0 },
		{ component: 'satisfaction', kept: 1 }
	]);
});
