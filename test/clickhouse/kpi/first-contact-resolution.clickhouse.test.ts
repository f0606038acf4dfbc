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
const HOUR = 3600;
const DAY = 86_400;

const solved = (id: string, data: Record<string, unknown> = {}, at = MONDAY) => [
	event('case.opened', id, at, data),
	event('case.resolved', id, after(at, HOUR))
];

test('a case resolved for good is kept; replies of ours are no contact', async () => {
	await store(db.clickhouse, [
		...solved('a', { customer: 'c' }),
		event('case.responded', 'a', after(MONDAY, 2 * HOUR))
	]);
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({
		n: 1,
		numerator: 1,
		unidentified: 0
	});
});

test.each([
	['the customer came back before the resolution', 'case.contacted', 60, 0],
	['the customer came back to the second of the seventh day', 'case.contacted', HOUR + 7 * DAY, 0],
	['the customer came back later than seven days', 'case.contacted', HOUR + 7 * DAY + 1, 1],
	['it was reopened', 'case.reopened', 2 * HOUR, 0]
] as const)('when %s', async (_, type, seconds, kept) => {
	await store(db.clickhouse, [...solved('a'), event(type, 'a', after(MONDAY, seconds))]);
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({
		n: 1,
		numerator: kept,
		unidentified: 1
	});
});

test.each([
	['on the same topic', { topic: 'bill' }, 0],
	['on an unknown topic', {}, 0],
	['on another topic', { topic: 'delivery' }, 1]
] as const)('another case of the customer %s within seven days', async (_, data, kept) => {
	await store(db.clickhouse, [
		...solved('a', { customer: 'c', topic: 'bill' }),
		event('case.opened', 'b', after(MONDAY, 3 * DAY), { customer: 'c', ...data })
	]);
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({ n: 1, numerator: kept });
});

test('the other case counts by what it knows of its customer, not by what each event repeats', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'old', after(MONDAY, -30 * DAY), { customer: 'c', topic: 'bill' }),
		...solved('a', { customer: 'c', topic: 'bill' }),
		event('case.contacted', 'old', after(MONDAY, DAY))
	]);
	expect(await totalOf(db.clickhouse, 'first_contact_resolution')).toMatchObject({ n: 1, numerator: 0 });
});

test('before its seven days have passed a case is immature, even one already known to fail', async () => {
	await store(db.clickhouse, [
		...solved('a'),
		...solved('b'),
		event('case.reopened', 'b', after(MONDAY, 2 * HOUR))
	]);
	const early = await totalOf(db.clickhouse, 'first_contact_resolution', { now: '2026-01-12T10:00:00Z' });
	expect(early).toMatchObject({ n: 0, value: null, immature: 2 });
	const later = await totalOf(db.clickhouse, 'first_contact_resolution', { now: '2026-01-12T10:00:01Z' });
	expect(later).toMatchObject({ n: 2, numerator: 1, immature: 0 });
});

test('belongs to the team of the first resolution, and to its day', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'desk' }),
		event('case.resolved', 'a', after(MONDAY, DAY), { team: 'second line' }),
		event('case.reopened', 'a', after(MONDAY, 20 * DAY)),
		event('case.resolved', 'a', after(MONDAY, 21 * DAY), { team: 'third line' })
	]);
	const rows = await rowsOf(db.clickhouse, 'first_contact_resolution', { by: 'team', grain: 'day' });
	expect(rows).toMatchObject([
		{ group: 'second line', bucket: '2026-01-06T00:00:00+00:00', n: 1, numerator: 1 }
	]);
});

test("sets the customer's own word beside it", async () => {
	await store(db.clickhouse, [
		...solved('a'),
		event('survey.answered', 'a', after(MONDAY, DAY), { instrument: 'fcr', score: 0 }),
		...solved('b'),
		event('survey.answered', 'b', after(MONDAY, DAY), { instrument: 'fcr', score: 1 }),
		...solved('c')
	]);
	const row = await totalOf(db.clickhouse, 'first_contact_resolution');
	expect(row).toMatchObject({ n: 3, numerator: 3, confirmed: { numerator: 1, denominator: 2 } });
});

test("takes the customer's own word only of cases that are judged, and the latest of it", async () => {
	const said = (id: string, score: number, seconds: number) =>
		event('survey.answered', id, after(MONDAY, seconds), { instrument: 'fcr', score });
	await store(db.clickhouse, [
		...solved('early', {}, after(MONDAY, -DAY)),
		...[said('early', 1, 0), said('early', 0, 60)],
		...solved('later'),
		said('later', 1, DAY)
	]);
	const asked = (now: string) => totalOf(db.clickhouse, 'first_contact_resolution', { now });
	expect(await asked('2026-01-12T10:00:00Z')).toMatchObject({
		...{ n: 1, immature: 1, confirmed: { numerator: 0, denominator: 1 } }
	});
	expect(await asked('2026-01-12T10:00:00.001Z')).toMatchObject({
		...{ n: 2, immature: 0, confirmed: { numerator: 1, denominator: 2 } }
	});
});
