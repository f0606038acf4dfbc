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
const DAY = 86_400;

const opened = (...ids: string[]) => ids.map((id) => event('case.opened', id, after(MONDAY, -40 * DAY)));

const reopened = (asked: Asked = {}) => totalOf(db.clickhouse, 'reopen_rate', asked);

test.each([
	['in the same moment', 0, 1],
	['a second later', 1, 1],
	['at the last instant of the seventh day', 7 * DAY, 1],
	['a millisecond after it', 7 * DAY + 0.001, 0],
	['only before it was resolved', -60, 0]
] as const)('reopened %s', async (_, seconds, numerator) => {
	await store(db.clickhouse, [
		event('case.opened', 'a', after(MONDAY, -DAY)),
		event('case.resolved', 'a', MONDAY),
		event('case.reopened', 'a', after(MONDAY, seconds))
	]);
	expect(await reopened()).toMatchObject({ n: 1, denominator: 1, numerator, value: numerator, immature: 0 });
});

test('the seven days count from the first resolution, whatever comes later', async () => {
	await store(db.clickhouse, [
		...opened('a'),
		event('case.resolved', 'a', MONDAY),
		event('case.resolved', 'a', after(MONDAY, 6 * DAY)),
		event('case.reopened', 'a', after(MONDAY, 8 * DAY))
	]);
	expect(await reopened()).toMatchObject({ n: 1, numerator: 0 });
});

test('a case never resolved is not counted, nor one that was never opened', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'open', MONDAY),
		event('case.reopened', 'open', after(MONDAY, 60)),
		event('case.resolved', 'unopened', MONDAY),
		event('case.reopened', 'unopened', after(MONDAY, 60))
	]);
	expect(await reopened()).toMatchObject({ n: 0, numerator: 0, immature: 0 });
});

test('the first resolution after the opening is the first, and a reopening before it is none', async () => {
	await store(db.clickhouse, [
		event('case.resolved', 'a', after(MONDAY, -60)),
		event('case.reopened', 'a', after(MONDAY, -30)),
		event('case.opened', 'a', MONDAY),
		event('case.resolved', 'a', after(MONDAY, DAY))
	]);
	expect(await reopened({ grain: 'day' })).toMatchObject({
		...{ n: 1, numerator: 0, bucket: '2026-01-06T00:00:00+00:00' }
	});
});

test('waits until the seven days have passed, also when it is already reopened', async () => {
	await store(db.clickhouse, [
		...opened('a', 'b'),
		event('case.resolved', 'a', MONDAY),
		event('case.resolved', 'b', MONDAY),
		event('case.reopened', 'b', after(MONDAY, 60))
	]);
	expect(await reopened({ now: '2026-01-12T09:00:00Z' })).toMatchObject({ n: 0, value: null, immature: 2 });
	expect(await reopened({ now: '2026-01-12T09:00:00.001Z' })).toMatchObject({
		...{ n: 2, numerator: 1, value: 0.5, immature: 0 },
		low: expect.closeTo(0.0945, 4),
		high: expect.closeTo(0.9055, 4)
	});
});

test('belongs to the team as of the first resolution, and to its day', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', after(MONDAY, -60), { team: 'desk', channel: 'phone' }),
		event('case.assigned', 'a', after(MONDAY, -30), { team: 'second line' }),
		event('case.resolved', 'a', MONDAY),
		event('case.reopened', 'a', after(MONDAY, 2 * DAY), { team: 'third line' }),
		event('case.resolved', 'a', after(MONDAY, 3 * DAY)),
		...opened('nobody knows'),
		event('case.resolved', 'nobody knows', MONDAY)
	]);
	const rows = await rowsOf(db.clickhouse, 'reopen_rate', { by: 'team', grain: 'day' });
	expect(rows.map(({ group, bucket, n, numerator }) => [group, bucket, n, numerator])).toEqual([
		['', '2026-01-05T00:00:00+00:00', 1, 0],
		['second line', '2026-01-05T00:00:00+00:00', 1, 1]
	]);
	expect(await reopened({ teams: ['desk'] })).toMatchObject({ n: 0 });
	expect(await reopened({ teams: ['second line'], channels: ['phone'] })).toMatchObject({ n: 1 });
});

test('an event delivered twice and in any order counts once', async () => {
	const events = [
		event('case.reopened', 'a', after(MONDAY, 60)),
		event('case.resolved', 'a', MONDAY),
		event('case.opened', 'a', after(MONDAY, -60))
	];
	await store(db.clickhouse, events);
	for (const again of events) await store(db.clickhouse, [again]);
	expect(await reopened()).toMatchObject({ n: 1, numerator: 1 });
});

test('the period is from <= first resolution < to', async () => {
	await store(db.clickhouse, [
		...opened('in', 'out', 'before'),
		event('case.resolved', 'in', '2026-01-01T00:00:00'),
		event('case.resolved', 'out', '2026-02-01T00:00:00'),
		event('case.resolved', 'before', '2025-12-31T23:59:59.999'),
		event('case.resolved', 'before', MONDAY)
	]);
	expect(await reopened()).toMatchObject({ n: 1 });
});

test('nothing resolved is no share', async () => {
	expect(await reopened()).toMatchObject({ n: 0, value: null, low: null, high: null, immature: 0 });
});
