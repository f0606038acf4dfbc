import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askActions } from '../../../src/lib/server/feeds/actions.ts';
import { askForgotten } from '../../../src/lib/server/feeds/forgotten.ts';
import type { FeedAsk } from '#schema/feed.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { forgetPromises, ledgerOf, promise } from '../../support/ledger.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
	await empty(db.clickhouse);
	await forgetPromises(db.clickhouse);
});

type Asked = Partial<Pick<FeedAsk, 'teams' | 'channels' | 'limit'>>;

/** The queue as of a time of 5 January 2026 (or of a whole time). */
const queueAt = (time: string, asked: Asked = {}) =>
	askActions(
		db.clickhouse,
		{ teams: [], channels: [], limit: 20, ...asked },
		{ zone: 'UTC', now: Date.parse(`${time.length > 12 ? time : `2026-01-05T${time}`}Z`) }
	);

/** Which cases stand in it, and how: `case state`. */
const statesAt = async (time: string, asked?: Asked) =>
	(await queueAt(time, asked)).rows.map(({ case_id, state }) => `${case_id} ${state}`);

const call = (id: string, time: string, data: Record<string, unknown> = {}) =>
	event('case.opened', id, `2026-01-05T${time}`, { channel: 'phone', team: 'North', ...data });
const reply = (id: string, time: string) => event('case.responded', id, `2026-01-05T${time}`);

const nameOf = async (case_id: string) => {
	const row = (await ledgerOf(db.clickhouse)).find((row) => row.case_id === case_id);
	if (!row) throw new Error(`nothing was promised in ${case_id}`);
	return row.promise_id;
};

const acknowledge = async (case_id: string, time: string, data: Record<string, unknown> = {}, id?: string) =>
	event(
		'breach.acknowledged',
		case_id,
		`2026-01-05T${time}`,
		{ breach: await nameOf(case_id), by: 'Ann', ...data },
		id
	);

test('a promise is at risk in the last part of its time, broken after it, and never at risk again', async () => {
	await store(db.clickhouse, [call('a', '09:00:00'), reply('a', '09:00:40')]);
	expect(await statesAt('09:00:07.499')).toEqual([]);
	expect(await statesAt('09:00:07.500')).toEqual(['a at_risk']);
	expect(await statesAt('09:00:15')).toEqual(['a at_risk']);
	expect(await statesAt('09:00:15.001')).toEqual(['a broken']);
	// What was done too late was broken all the same.
	expect((await queueAt('09:30:00')).rows).toMatchObject([
		{ state: 'broken', breach_at: '2026-01-05T09:00:15.000Z', done_at: '2026-01-05T09:00:40.000Z' }
	]);
	const { rows } = await queueAt('09:00:08');
	expect(rows).toMatchObject([{ breach_at: null, done_at: null, owner: 'North', metric: 'first_response' }]);
});

test.each([
	['phone', 15, 7.5],
	['chat', 60, 30],
	['counter', 600, 150],
	['social', 3600, 900],
	['email', 86_400, 3600]
])('a promise of %s (%d s) is at risk in its last %d s', async (channel, length, last) => {
	await store(db.clickhouse, [call('a', '00:00:00', { channel })]);
	const at = (seconds: number) =>
		new Date(Date.UTC(2026, 0, 5) + seconds * 1000).toISOString().replace('Z', '');
	expect(await statesAt(at(length - last - 0.001))).toEqual([]);
	expect(await statesAt(at(length - last))).toEqual(['a at_risk']);
});

test('what is kept is in no queue', async () => {
	await store(db.clickhouse, [call('a', '09:00:00'), reply('a', '09:00:15')]);
	expect(await statesAt('09:00:10')).toEqual([]);
	expect(await statesAt('09:10:00')).toEqual([]);
});

test('an acknowledged breach is acted upon until it is done, and then gone', async () => {
	await store(db.clickhouse, [call('a', '09:00:00')]);
	await store(db.clickhouse, [await acknowledge('a', '09:03:00', { note: 'calling back' })]);
	expect((await queueAt('09:04:00')).rows).toMatchObject([
		{
			...{ state: 'acted', acknowledged_at: '2026-01-05T09:03:00.000Z', acknowledged_by: 'Ann' },
			note: 'calling back'
		}
	]);
	await store(db.clickhouse, [reply('a', '09:05:00')]);
	expect(await statesAt('09:04:59')).toEqual(['a acted']);
	expect(await statesAt('09:05:00')).toEqual([]);
});

test('what somebody acts upon before it breaks is acted upon, also once it is broken, until it is done', async () => {
	await store(db.clickhouse, [call('a', '09:00:00'), call('b', '09:00:00'), reply('b', '09:00:14')]);
	expect(await statesAt('09:00:10')).toEqual(['a at_risk']);
	await store(db.clickhouse, [await acknowledge('a', '09:00:11')]);
	expect((await queueAt('09:00:12')).rows).toMatchObject([
		{ case_id: 'a', state: 'acted', breach_at: null, acknowledged_by: 'Ann' }
	]);
	expect((await queueAt('09:00:12')).counts).toEqual({ broken: 0, at_risk: 0, acted: 1 });
	expect(await statesAt('09:00:16')).toEqual(['a acted']);
	await store(db.clickhouse, [reply('a', '09:01:00')]);
	expect(await statesAt('09:01:00')).toEqual([]);
});

test('whoever acts may note more: who acts stays, and the last note says whose it is', async () => {
	await store(db.clickhouse, [call('a', '09:00:00')]);
	await store(db.clickhouse, [
		await acknowledge('a', '09:03:00', { note: 'calling back' }, 'n1'),
		await acknowledge('a', '09:05:00', { by: 'Bob', note: 'no answer' }, 'n2'),
		await acknowledge('a', '09:06:00', { by: 'Cid' }, 'n3')
	]);
	expect((await queueAt('09:10:00')).rows).toMatchObject([
		{
			...{ acknowledged_by: 'Ann', acknowledged_at: '2026-01-05T09:03:00.000Z' },
			...{ note: 'no answer', noted_by: 'Bob', noted_at: '2026-01-05T09:05:00.000Z' }
		}
	]);
});

test('where nothing was noted, nobody noted it', async () => {
	await store(db.clickhouse, [call('a', '09:00:00')]);
	await store(db.clickhouse, [await acknowledge('a', '09:03:00')]);
	expect((await queueAt('09:10:00')).rows).toMatchObject([{ note: '', noted_by: '', noted_at: null }]);
});

test('the first acknowledgement counts, whatever came first and however often', async () => {
	await store(db.clickhouse, [call('a', '09:00:00')]);
	const [late, early] = [
		await acknowledge('a', '09:09:00', { by: 'Bob' }, 'x1'),
		await acknowledge('a', '09:03:00', { by: 'Ann' }, 'x2')
	];
	for (const batch of [[late], [early], [late, early, early]]) await store(db.clickhouse, batch);
	const { rows, counts } = await queueAt('09:10:00');
	expect(rows).toMatchObject([{ acknowledged_by: 'Ann', acknowledged_at: '2026-01-05T09:03:00.000Z' }]);
	expect(counts).toEqual({ broken: 0, at_risk: 0, acted: 1 });
});

test('an acknowledgement changes no team, owner or number of its case', async () => {
	await store(db.clickhouse, [call('a', '09:00:00', { agent: 'Bea' })]);
	await store(db.clickhouse, [await acknowledge('a', '09:03:00')]);
	await store(db.clickhouse, [event('case.reopened', 'a', '2026-01-05T09:10:00')]);
	const { rows } = await queueAt('09:11:00');
	expect(rows.map(({ owner, team, state }) => [owner, team, state])).toEqual([
		['Bea', 'North', 'broken'],
		['Bea', 'North', 'acted']
	]);
});

test('what broke more than 24 hours ago has left the queue', async () => {
	await store(db.clickhouse, [call('a', '09:00:00')]);
	expect(await statesAt('2026-01-06T09:00:15')).toEqual(['a broken']);
	expect(await statesAt('2026-01-06T09:00:15.001')).toEqual([]);
});

test('a promise said to be broken before it falls due is broken at once', async () => {
	const told = { promise: 'p', kind: 'visit' };
	await store(db.clickhouse, [
		event('promise.made', 'a', '2026-01-05T09:00:00', { ...told, due: '2026-01-12T09:00:00Z' }),
		event('promise.broken', 'a', '2026-01-05T10:00:00', told)
	]);
	expect(await statesAt('09:59:00')).toEqual([]);
	expect((await queueAt('10:01:00')).rows).toMatchObject([
		{ case_id: 'a', state: 'broken', metric: 'promise:visit', breach_at: '2026-01-05T10:00:00.000Z' }
	]);
});

test('what can still be kept comes first, then what broke first, then what is acted upon', async () => {
	await store(db.clickhouse, [
		call('acted', '08:00:00'),
		call('broken later', '08:30:00'),
		call('broken first', '08:10:00'),
		call('risk later', '08:58:00', { channel: 'counter' }),
		call('risk first', '08:59:50')
	]);
	await store(db.clickhouse, [await acknowledge('acted', '08:01:00')]);
	const queue = ['risk first at_risk', 'broken first broken', 'broken later broken', 'acted acted'];
	expect(await statesAt('09:00:00')).toEqual(queue);
	expect(await statesAt('09:07:00')).toEqual([
		'risk later at_risk',
		...queue.slice(1, 3),
		'risk first broken',
		'acted acted'
	]);
});

const active = (customer: string, value: number | undefined, time = '2025-12-01T00:00:00') =>
	event('customer.active', '', time, { customer, value });

test('within a minute key accounts come first, then who was worth more in a year', async () => {
	await store(db.clickhouse, [
		call('earlier', '08:58:00', { tier: 'standard' }),
		...['standard', 'silver', 'vip', 'gold', 'diamond', ''].map((tier, at) =>
			call(tier || 'unknown', `09:00:0${at}`, { tier })
		),
		call('rich', '09:00:05', { tier: 'silver', customer: 'rich' }),
		call('left', '09:00:05', { tier: 'silver', customer: 'left' }),
		active('rich', 70),
		active('rich', 50, '2025-11-01T00:00:00'),
		active('left', 5000, '2024-12-31T00:00:00')
	]);
	const { rows } = await queueAt('09:05:00');
	expect(rows.map(({ case_id, customer_value }) => [case_id, customer_value])).toEqual([
		['earlier', null],
		['diamond', null],
		['gold', null],
		['vip', null],
		['rich', 120],
		['silver', null],
		['left', null],
		['standard', null],
		['unknown', null]
	]);
});

test('activity delivered twice is worth once; an unknown value is null and not 0', async () => {
	const paid = active('c', 30);
	for (const batch of [
		[call('a', '09:00:00', { customer: 'c' }), call('b', '09:00:00', { customer: 'd' })],
		[paid, active('d', undefined)],
		[paid]
	])
		await store(db.clickhouse, batch);
	const { rows } = await queueAt('09:05:00');
	expect(rows.map(({ case_id, customer_value }) => [case_id, customer_value])).toEqual([
		['a', 30],
		['b', null]
	]);
});

test('counts are of all there is, rows only so many as fit, by value also among those that do not', async () => {
	await store(db.clickhouse, [
		...Array.from({ length: 9 }, (_, at) => call(`c${at}`, '09:00:00', { customer: `k${at}` })),
		active('k7', 7),
		active('k8', 8),
		call('waits', '09:01:00'),
		call('South', '09:00:00', { team: 'South', channel: 'chat' })
	]);
	const { rows, counts } = await queueAt('09:01:10', { limit: 4 });
	expect(rows.map(({ case_id }) => case_id).slice(0, 3)).toEqual(['waits', 'c8', 'c7']);
	expect(rows).toHaveLength(4);
	expect(counts).toEqual({ broken: 10, at_risk: 1, acted: 0 });
	expect(await statesAt('09:01:10', { teams: ['South'] })).toEqual(['South broken']);
	expect(await statesAt('09:01:10', { channels: ['chat'] })).toEqual(['South broken']);
	const nobody = await queueAt('09:01:10', { teams: ['West'] });
	expect(nobody).toMatchObject({ rows: [], counts: { broken: 0, at_risk: 0, acted: 0 } });
});

test('what broke last stands beside the first rows, wherever it would be, for who asks for it', async () => {
	const minute = (at: number) => `09:0${at}:00`;
	await store(
		db.clickhouse,
		Array.from({ length: 8 }, (_, at) => call(`c${at}`, minute(at)))
	);
	const queue = (latest?: number) =>
		askActions(
			db.clickhouse,
			{ teams: [], channels: [], limit: 2 },
			{ zone: 'UTC', now: Date.parse('2026-01-05T09:08:00Z'), ...(latest === undefined ? {} : { latest }) }
		);
	const cases = async (latest?: number) => (await queue(latest)).rows.map(({ case_id }) => case_id);
	expect(await cases()).toEqual(['c0', 'c1']);
	expect(await cases(3)).toEqual(['c0', 'c1', 'c5', 'c6', 'c7']);
	expect((await queue(3)).counts.broken).toBe(8);
});

test('what was escalated last stands there too', async () => {
	const minute = (at: number) => `09:0${at}:00`;
	await store(
		db.clickhouse,
		Array.from({ length: 8 }, (_, at) => call(`c${at}`, minute(at)))
	);
	const breach = await nameOf('c3');
	const at = ['2026-01-05 09:03:15.000', '2026-01-05 09:19:00.000'];
	await db.clickhouse.insert({
		table: 'breach_escalations',
		values: [{ breach, simulated: 0, breach_at: at[0], escalated_at: at[1] }],
		format: 'JSONEachRow'
	});
	const { rows } = await askActions(
		db.clickhouse,
		{ teams: [], channels: [], limit: 1 },
		{ zone: 'UTC', now: Date.parse('2026-01-05T09:20:00Z'), latest: 2 }
	);
	expect(rows.map(({ case_id }) => case_id)).toEqual(['c0', 'c3', 'c7']);
});

test('what broke longer ago than the queue reaches is counted while it is not done and nobody acts, for a week', async () => {
	await store(db.clickhouse, [
		...['a', 'done', 'acted'].map((id) => call(id, '09:00:00')),
		call('South', '09:00:00', { team: 'South' }),
		reply('done', '09:05:00')
	]);
	await store(db.clickhouse, [await acknowledge('acted', '09:03:00')]);
	const at = async (time: string, teams: string[] = []) =>
		(await askForgotten(db.clickhouse, { teams, channels: [] }, { zone: 'UTC', now: Date.parse(`${time}Z`) }))
			.counts.promises;
	expect(await at('2026-01-06T09:00:15')).toBe(0);
	expect(await at('2026-01-06T09:00:15.001')).toBe(2);
	expect(await at('2026-01-12T09:00:15')).toBe(2);
	expect(await at('2026-01-12T09:00:15.001')).toBe(0);
	expect(await at('2026-01-08T00:00:00', ['South'])).toBe(1);
	await store(db.clickhouse, [reply('a', '10:00:00')]);
	expect(await at('2026-01-08T00:00:00')).toBe(1);
});

test('the standard in force says when a promise breaks', async () => {
	await promise(db.clickhouse, { metric: 'first_response', channel: 'phone', threshold_s: 30 });
	await store(db.clickhouse, [call('a', '09:00:00')]);
	expect(await statesAt('09:00:15')).toEqual(['a at_risk']);
	expect(await statesAt('09:00:31')).toEqual(['a broken']);
});
