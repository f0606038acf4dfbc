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

const recontacts = (asked: Asked = {}) => totalOf(db.clickhouse, 'recontact_rate', asked);

const solved = (id: string, data: Record<string, unknown> = { customer: 'c', topic: 'bill' }) => [
	event('case.opened', id, after(MONDAY, -60), data),
	event('case.resolved', id, MONDAY)
];

test.each([
	['contacted at the moment it was resolved', 'case.contacted', 0, 1],
	['contacted at the last instant of the seventh day', 'case.contacted', 7 * DAY, 1],
	['reopened at the last instant of the seventh day', 'case.reopened', 7 * DAY, 1],
	['contacted a millisecond after it', 'case.contacted', 7 * DAY + 0.001, 0],
	['contacted only before it was resolved', 'case.contacted', -1, 0],
	['answered by us', 'case.responded', 60, 0]
] as const)('its own case %s', async (_, type, seconds, numerator) => {
	await store(db.clickhouse, [...solved('a'), event(type, 'a', after(MONDAY, seconds))]);
	expect(await recontacts()).toMatchObject({ n: 1, denominator: 1, numerator, value: numerator });
});

test.each([
	['opened at the moment it was resolved', 'case.opened', 0, 1],
	['opened on another topic at the last instant of the seventh day', 'case.opened', 7 * DAY, 1],
	['contacted', 'case.contacted', DAY, 1],
	['opened a millisecond after the seven days', 'case.opened', 7 * DAY + 0.001, 0],
	['opened before', 'case.opened', -1, 0],
	['reopened by us', 'case.reopened', DAY, 0]
] as const)('another case of the customer %s', async (_, type, seconds, numerator) => {
	await store(db.clickhouse, [
		...solved('a'),
		...(type === 'case.opened' ? [] : [event('case.opened', 'b', after(MONDAY, -40 * DAY))]),
		event(type, 'b', after(MONDAY, seconds), { customer: 'c', topic: 'delivery' })
	]);
	expect(await recontacts()).toMatchObject({ n: 1, numerator });
});

test.each([
	['in a case that was never opened', []],
	['before that case was opened', [event('case.opened', 'b', after(MONDAY, 30 * DAY), { customer: 'c' })]]
])('being contacted %s is not coming back', async (_, events) => {
	await store(db.clickhouse, [
		...solved('a'),
		event('case.contacted', 'b', after(MONDAY, DAY), { customer: 'c' }),
		...events
	]);
	expect(await recontacts()).toMatchObject({ n: 1, numerator: 0 });
});

test('an opening counts where it stands: told again later, it is no new case', async () => {
	await store(db.clickhouse, [
		...solved('a'),
		event('case.opened', 'b', after(MONDAY, -30 * DAY), { customer: 'c' }),
		event('case.opened', 'b', after(MONDAY, DAY), { customer: 'c' })
	]);
	expect(await recontacts()).toMatchObject({ n: 1, numerator: 0 });
});

test('a case is of the customer it knew when they came, and of the period to its very end', async () => {
	await store(db.clickhouse, [
		...solved('a'),
		event('case.opened', 'b', after(MONDAY, -40 * DAY), { customer: 'c' }),
		event('case.contacted', 'b', after(MONDAY, DAY)),
		event('case.contacted', 'b', after(MONDAY, 2 * DAY), { customer: 'somebody else' })
	]);
	expect(await recontacts({ to: '2026-01-05T09:00:00.001Z' })).toMatchObject({ n: 1, numerator: 1 });
});

test('another customer, and an unknown one, are somebody else', async () => {
	await store(db.clickhouse, [
		...solved('a'),
		event('case.opened', 'b', after(MONDAY, 60), { customer: 'd' }),
		event('case.opened', 'c', after(MONDAY, 60))
	]);
	expect(await recontacts()).toMatchObject({ n: 1, numerator: 0, unidentified: 0 });
});

test('cases of unknown customers are in no figure but their own', async () => {
	await store(db.clickhouse, [
		...solved('known'),
		...solved('unknown', {}),
		event('case.contacted', 'unknown', after(MONDAY, 60)),
		...solved('known too late', {}),
		event('case.contacted', 'known too late', after(MONDAY, 60), { customer: 'c' })
	]);
	expect(await recontacts()).toMatchObject({ n: 1, numerator: 1, unidentified: 2, immature: 0 });
	// Before their seven days have passed they are nowhere.
	expect(await recontacts({ now: '2026-01-12T09:00:00Z' })).toMatchObject({
		...{ n: 0, value: null, unidentified: 0, immature: 1 }
	});
});

test('waits until the seven days have passed, also when the customer is already back', async () => {
	await store(db.clickhouse, [
		...solved('a'),
		...solved('b', { customer: 'd' }),
		event('case.contacted', 'b', after(MONDAY, 60))
	]);
	expect(await recontacts({ now: '2026-01-12T09:00:00Z' })).toMatchObject({ n: 0, value: null, immature: 2 });
	expect(await recontacts({ now: '2026-01-12T09:00:00.001Z' })).toMatchObject({
		...{ n: 2, numerator: 1, value: 0.5, immature: 0 }
	});
});

test('the customer may come back to any team: it counts for the team of the first resolution', async () => {
	await store(db.clickhouse, [
		...solved('a', { customer: 'c', team: 'desk', channel: 'phone' }),
		event('case.opened', 'b', after(MONDAY, DAY), { customer: 'c', team: 'shop', channel: 'counter' })
	]);
	const rows = await rowsOf(db.clickhouse, 'recontact_rate', { by: 'team', grain: 'week' });
	expect(rows).toMatchObject([{ group: 'desk', bucket: '2026-01-05T00:00:00+00:00', n: 1, numerator: 1 }]);
	expect(await recontacts({ teams: ['desk'], channels: ['phone'] })).toMatchObject({ n: 1, numerator: 1 });
	expect(await recontacts({ teams: ['shop'] })).toMatchObject({ n: 0 });
});

test('an event delivered twice and in any order counts once', async () => {
	const events = [event('case.opened', 'b', after(MONDAY, DAY), { customer: 'c' }), ...solved('a').reverse()];
	await store(db.clickhouse, events);
	for (const again of events) await store(db.clickhouse, [again]);
	expect(await recontacts()).toMatchObject({ n: 1, numerator: 1 });
});

test('nothing resolved is no share', async () => {
	expect(await recontacts()).toMatchObject({ n: 0, value: null, low: null, unidentified: 0 });
});
