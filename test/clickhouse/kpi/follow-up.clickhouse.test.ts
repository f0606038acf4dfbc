import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(() => empty(db.clickhouse));
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const HOUR = 3600;
const DAY = 24 * HOUR;

const followUps = (asked: Asked = {}) => totalOf(db.clickhouse, 'follow_up', asked);

/** A complaint received a day before Monday and remedied then. */
const remedied = (id: string, data: Record<string, unknown> = {}) => [
	event('case.opened', id, after(MONDAY, -DAY), { kind: 'complaint', ...data }),
	event('complaint.remedied', id, MONDAY)
];

test.each([
	['with the remedy', 0, 1],
	['at the last instant of the seventh day', 7 * DAY, 1],
	['a millisecond after it', 7 * DAY + 0.001, 0],
	['only before the remedy', -HOUR, 0]
] as const)('followed up %s', async (_, seconds, numerator) => {
	await store(db.clickhouse, [...remedied('a'), event('complaint.followed_up', 'a', after(MONDAY, seconds))]);
	expect(await followUps()).toMatchObject({ n: 1, denominator: 1, numerator, value: numerator, immature: 0 });
});

test('a follow-up before the remedy does not hide the one after it', async () => {
	await store(db.clickhouse, [
		...remedied('a'),
		event('complaint.followed_up', 'a', after(MONDAY, -HOUR)),
		event('complaint.followed_up', 'a', after(MONDAY, HOUR))
	]);
	expect(await followUps()).toMatchObject({ n: 1, numerator: 1 });
});

test('the seven days count from the first remedy at or after receipt', async () => {
	await store(db.clickhouse, [
		event('complaint.remedied', 'a', after(MONDAY, -2 * DAY)),
		...remedied('a'),
		event('complaint.remedied', 'a', after(MONDAY, 5 * DAY)),
		event('complaint.followed_up', 'a', after(MONDAY, 8 * DAY))
	]);
	expect(await followUps()).toMatchObject({ n: 1, numerator: 0 });
});

test('counts complaints that were remedied, nothing else', async () => {
	await store(db.clickhouse, [
		...remedied('a'),
		event('case.opened', 'no remedy', MONDAY, { kind: 'complaint' }),
		event('complaint.followed_up', 'no remedy', after(MONDAY, HOUR)),
		event('case.opened', 'remedied before receipt', MONDAY, { kind: 'complaint' }),
		event('complaint.remedied', 'remedied before receipt', after(MONDAY, -HOUR)),
		event('case.opened', 'a request', MONDAY),
		event('complaint.remedied', 'a request', after(MONDAY, HOUR)),
		event('complaint.remedied', 'never received', MONDAY)
	]);
	expect(await followUps()).toMatchObject({ n: 1, numerator: 0, immature: 0 });
});

test('waits until the seven days have passed, also when it is already done', async () => {
	await store(db.clickhouse, [
		...remedied('a'),
		...remedied('b'),
		event('complaint.followed_up', 'b', after(MONDAY, HOUR))
	]);
	expect(await followUps({ now: '2026-01-12T09:00:00Z' })).toMatchObject({ n: 0, value: null, immature: 2 });
	expect(await followUps({ now: '2026-01-12T09:00:00.001Z' })).toMatchObject({
		...{ n: 2, numerator: 1, value: 0.5, immature: 0 }
	});
});

test('belongs to the team and the day of receipt', async () => {
	await store(db.clickhouse, [
		...remedied('a', { team: 'desk', channel: 'web' }),
		event('complaint.followed_up', 'a', after(MONDAY, HOUR), { team: 'quality' }),
		...remedied('b')
	]);
	const rows = await rowsOf(db.clickhouse, 'follow_up', { by: 'team', grain: 'day' });
	expect(rows.map(({ group, bucket, n, numerator }) => [group, bucket, n, numerator])).toEqual([
		['', '2026-01-04T00:00:00+00:00', 1, 0],
		['desk', '2026-01-04T00:00:00+00:00', 1, 1]
	]);
	expect(await followUps({ channels: ['web'] })).toMatchObject({ n: 1 });
	expect(await followUps({ from: MONDAY + 'Z' })).toMatchObject({ n: 0 });
});

test('an event delivered twice and in any order counts once', async () => {
	const events = [event('complaint.followed_up', 'a', after(MONDAY, HOUR)), ...remedied('a').reverse()];
	await store(db.clickhouse, events);
	for (const again of events) await store(db.clickhouse, [again]);
	expect(await followUps()).toMatchObject({ n: 1, numerator: 1 });
});

test('nothing remedied is no share', async () => {
	expect(await followUps()).toMatchObject({ n: 0, value: null, low: null, high: null });
});
