import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { after, event, store } from '../../support/events.ts';
import { rowsOf, totalOf, type Asked } from '../../support/kpi.ts';
import { forgetPromises, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase()));
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
});
afterAll(() => db.drop());

const MONDAY = '2026-01-05T09:00:00';
const NOON = '2026-01-05T12:00:00Z';

const waiting = (asked: Asked = {}) => totalOf(db.clickhouse, 'waiting_now', { now: NOON, ...asked });

test('says how many wait, and since when the longest', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY),
		event('case.opened', 'b', after(MONDAY, 60.5)),
		event('case.opened', 'answered', after(MONDAY, -60)),
		event('case.responded', 'answered', MONDAY)
	]);
	expect(await waiting()).toMatchObject({
		...{ value: 2, n: 2, denominator: 2, immature: 0, low: null, high: null },
		...{ oldest_s: 10_800, oldest_at: '2026-01-05T09:00:00.000Z' }
	});
});

test.each(['case.responded', 'case.abandoned', 'case.resolved', 'case.closed'] as const)(
	'%s ends the waiting, also in the same moment; before the opening it ends nothing',
	async (type) => {
		await store(db.clickhouse, [
			event('case.opened', 'ended', MONDAY),
			event(type, 'ended', after(MONDAY, 5)),
			event('case.opened', 'ended at once', MONDAY, {}, 'z opening'),
			event(type, 'ended at once', MONDAY, {}, 'a'),
			event(type, 'waits', after(MONDAY, -0.001)),
			event('case.opened', 'waits', MONDAY)
		]);
		// Except a reply: somebody answered, at a time that was lost, so nobody waits.
		expect(await waiting()).toMatchObject({ n: type === 'case.responded' ? 0 : 1 });
	}
);

test.each(['case.assigned', 'case.contacted', 'case.transferred', 'case.escalated'] as const)(
	'%s is no answer',
	async (type) => {
		await store(db.clickhouse, [
			event('case.opened', 'a', MONDAY),
			event(type, 'a', after(MONDAY, 5), type === 'case.transferred' ? { team: 'B' } : {})
		]);
		expect(await waiting()).toMatchObject({ value: 1 });
	}
);

test('who reopened a case waits again, since then', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY),
		event('case.resolved', 'a', after(MONDAY, 60)),
		event('case.reopened', 'a', after(MONDAY, 3600)),
		event('case.opened', 'b', MONDAY),
		event('case.reopened', 'b', after(MONDAY, 1800)),
		event('case.responded', 'b', after(MONDAY, 1860))
	]);
	expect(await waiting()).toMatchObject({ value: 1, oldest_s: 7200 });
});

test('of a case reopened while it waited, the latest counts', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'first' }),
		event('case.reopened', 'a', after(MONDAY, 3600), { team: 'second' })
	]);
	const rows = await rowsOf(db.clickhouse, 'waiting_now', { now: NOON, by: 'team' });
	expect(rows).toMatchObject([{ group: 'second', value: 1, oldest_s: 7200 }]);
});

test('what happens later has not happened yet', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY),
		event('case.responded', 'a', '2026-01-05T12:00:00.001'),
		event('case.opened', 'b', MONDAY),
		event('case.reopened', 'b', '2026-01-05T13:00:00'),
		event('case.opened', 'c', '2026-01-05T12:00:00.001'),
		event('case.opened', 'd', '2026-01-05T12:00:00'),
		event('case.opened', 'e', MONDAY),
		event('case.responded', 'e', '2026-01-05T12:00:00')
	]);
	expect(await waiting()).toMatchObject({ value: 3, oldest_s: 10_800 });
	expect(await waiting({ now: '2026-01-05T12:00:00.001Z' })).toMatchObject({ value: 3 });
	expect(await waiting({ now: '2026-01-05T08:59:59.999Z' })).toMatchObject({ n: 0, oldest_at: null });
});

test('nobody waits who was reopened before being opened, or was never opened', async () => {
	await store(db.clickhouse, [
		event('case.reopened', 'a', MONDAY),
		event('case.opened', 'a', '2026-01-05T13:00:00', { team: 'later', channel: 'phone' }),
		event('case.reopened', 'b', MONDAY)
	]);
	expect(await waiting()).toMatchObject({ value: 0, n: 0, oldest_at: null });
});

test('the numerator counts those past their first-response promise', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'late', '2026-01-05T11:59:44', { channel: 'phone' }),
		event('case.opened', 'due now', '2026-01-05T11:59:45', { channel: 'phone' }),
		event('case.opened', 'in time', MONDAY, { channel: 'email' }),
		event('case.opened', 'nothing promised', MONDAY)
	]);
	expect(await waiting()).toMatchObject({ value: 4, n: 4, denominator: 4, numerator: 1 });
	await promise(db.clickhouse, { metric: 'first_response', channel: 'email', threshold_s: 10_799 });
	expect(await waiting()).toMatchObject({ value: 4, numerator: 2 });
});

test('asks about openings from <= t < to, of the teams and channels asked for', async () => {
	await store(db.clickhouse, [
		event('case.opened', 'a', MONDAY, { team: 'A', channel: 'phone' }),
		event('case.opened', 'b', after(MONDAY, 3600), { team: 'B', channel: 'chat' })
	]);
	expect(await waiting({ from: `${MONDAY}Z`, to: '2026-01-05T10:00:00Z' })).toMatchObject({ value: 1 });
	expect(await waiting({ teams: ['B'] })).toMatchObject({ value: 1, oldest_s: 7200 });
	expect(await waiting({ channels: ['phone'], teams: ['B'] })).toMatchObject({ n: 0 });
	const rows = await rowsOf(db.clickhouse, 'waiting_now', { now: NOON, grain: 'hour' });
	expect(rows.map(({ bucket, value }) => [bucket, value])).toEqual([
		['2026-01-05T09:00:00+00:00', 1],
		['2026-01-05T10:00:00+00:00', 1]
	]);
});

test('an event delivered twice and in any order counts once', async () => {
	const events = [
		event('case.reopened', 'a', after(MONDAY, 60)),
		event('case.responded', 'a', after(MONDAY, 30)),
		event('case.opened', 'a', MONDAY)
	];
	await store(db.clickhouse, events);
	for (const again of events) await store(db.clickhouse, [again]);
	expect(await waiting()).toMatchObject({ value: 1, oldest_s: 10_740 });
});

test('nobody waits: a known zero, and no age', async () => {
	expect(await waiting()).toMatchObject({ value: 0, n: 0, oldest_s: null, oldest_at: null });
});
