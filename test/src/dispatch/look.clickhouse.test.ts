import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createDispatch } from '../../../src/lib/server/dispatch/dispatch.ts';
import { askActions } from '../../../src/lib/server/feeds/actions.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { freePort } from '../../support/free-port.ts';
import { startReceiver } from '../../support/receiver.ts';
import { clockAt, folder, orderOf } from './support.ts';

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(() => empty(db.clickhouse));

type Given = { data?: string; clock?: ReturnType<typeof clockAt>; clickhouse?: TestDatabase['clickhouse'] };

/** Who acts, from 9 o'clock on unless told otherwise. */
function open({
	data = folder(),
	clock = clockAt('2026-01-05T09:00:00Z'),
	clickhouse = db.clickhouse
}: Given = {}) {
	const dispatch = createDispatch({
		...{ clickhouse, zone: 'UTC', data, now: clock.now },
		origin: 'http://desk'
	});
	let stopped = false;
	const stop = async () => {
		if (!stopped) await dispatch.stop();
		stopped = true;
	};
	onTestFinished(stop);
	return { dispatch, data, clock, stop };
}

/** The same with somebody who hears everything. */
async function openHeard(given: Given = {}) {
	const hook = await startReceiver();
	onTestFinished(() => hook.close());
	const opened = open(given);
	opened.dispatch.replace(orderOf({ kind: 'webhook', address: hook.url }));
	/** Looks and sends; tells what came of it, in order: "escalation of CASE". */
	const heard = async (dispatch = opened.dispatch) => {
		const before = hook.received.length;
		await dispatch.look();
		await dispatch.deliver();
		return hook.received.slice(before).map(({ body }) => {
			const { type, promise } = JSON.parse(body);
			return `${type} of ${promise.case_id}`;
		});
	};
	return { ...opened, hook, heard };
}

const call = (id: string, time: string, source = 'test') => ({
	...event('case.opened', id, `2026-01-05T${time}`, { channel: 'phone', team: 'North' }),
	source
});

async function escalations() {
	const result = await db.clickhouse.query({
		query: `SELECT breach, simulated, min(escalated_at) AS escalated_at FROM breach_escalations GROUP BY breach, simulated`,
		format: 'JSONEachRow'
	});
	return result.json<{ breach: string; simulated: number; escalated_at: string }>();
}

async function acknowledge(clock: ReturnType<typeof clockAt>, time: string) {
	const { rows } = await askActions(
		db.clickhouse,
		{ teams: [], channels: [], limit: 1 },
		{ zone: 'UTC', now: clock.now() }
	);
	const [row] = rows;
	if (!row) throw new Error('nothing is broken');
	const said = { breach: row.promise_id, by: 'Ann' };
	await store(db.clickhouse, [event('breach.acknowledged', row.case_id, `2026-01-05T${time}`, said)]);
}

test('what breaks is told at once, and what nobody acts upon for 15 minutes is escalated, once', async () => {
	const { clock, heard } = await openHeard();
	await store(db.clickhouse, [call('a', '09:00:00')]);
	expect(await heard()).toEqual([]);
	clock.pass(16);
	expect(await heard()).toEqual(['breach of a']);
	clock.pass(14 * 60 + 59);
	expect(await heard()).toEqual([]);
	expect(await escalations()).toEqual([]);
	clock.pass(1);
	expect(await heard()).toEqual(['escalation of a']);
	expect(await escalations()).toMatchObject([{ simulated: 0, escalated_at: '2026-01-05T09:15:16.000Z' }]);
	clock.pass(3600);
	expect(await heard()).toEqual([]);
	const { rows } = await askActions(
		db.clickhouse,
		{ teams: [], channels: [], limit: 1 },
		{ zone: 'UTC', now: clock.now() }
	);
	expect(rows).toMatchObject([{ escalated_at: '2026-01-05T09:15:16.000Z' }]);
	expect(await escalations()).toMatchObject([{ escalated_at: '2026-01-05T09:15:16.000Z' }]);
});

test('what somebody acts upon within 15 minutes is not escalated; later it is written down, and nobody is woken', async () => {
	const { clock, heard } = await openHeard();
	await store(db.clickhouse, [call('a', '09:00:00')]);
	clock.pass(60);
	await heard();
	await acknowledge(clock, '09:15:15');
	clock.pass(3600);
	expect(await heard()).toEqual([]);
	expect(await escalations()).toEqual([]);
	await store(db.clickhouse, [call('b', '09:00:00')]);
	await acknowledge(clock, '09:15:15.001');
	expect(await heard()).toEqual([]);
	expect(await escalations()).toHaveLength(1);
});

test('all of it survives a restart, also one at the wrong moment', async () => {
	const first = await openHeard();
	await store(db.clickhouse, [call('a', '09:00:00')]);
	first.clock.pass(20);
	expect(await first.heard()).toEqual(['breach of a']);
	await first.stop();
	first.clock.pass(2 * 3600);
	const second = open(first);
	// Escalated in ClickHouse, and dead before anybody was told.
	const [{ promise_id } = { promise_id: '' }] = (
		await askActions(
			db.clickhouse,
			{ teams: [], channels: [], limit: 1 },
			{ zone: 'UTC', now: first.clock.now() }
		)
	).rows;
	await db.clickhouse.insert({
		table: 'breach_escalations',
		format: 'JSONEachRow',
		values: [
			{
				breach: promise_id,
				breach_at: '2026-01-05 09:00:15',
				escalated_at: '2026-01-05 11:00:00',
				simulated: 0
			}
		]
	});
	expect(await first.heard(second.dispatch)).toEqual(['escalation of a']);
	await second.stop();
	const third = open(first);
	expect(await first.heard(third.dispatch)).toEqual([]);
	expect(await escalations()).toMatchObject([{ escalated_at: '2026-01-05T11:00:00.000Z' }]);
});

test('while ClickHouse is away nothing is told, and afterwards all of it, late but once', async () => {
	const away = connect({ url: `http://127.0.0.1:${await freePort()}`, database: db.database });
	onTestFinished(() => away.close());
	const { data, clock, stop, dispatch } = open({ clickhouse: away });
	await store(db.clickhouse, [call('a', '09:00:00')]);
	clock.pass(3600);
	await expect(dispatch.look()).rejects.toThrow();
	await stop();
	clock.pass(3600);
	const { heard } = await openHeard({ data, clock });
	expect(await heard()).toEqual(['breach of a', 'escalation of a']);
	expect(await heard()).toEqual([]);
	expect(await escalations()).toMatchObject([{ escalated_at: '2026-01-05T11:00:00.000Z' }]);
});

test('what broke before the first start is neither escalated nor told', async () => {
	const { clock, heard } = await openHeard();
	await store(db.clickhouse, [call('before', '08:59:44'), call('after', '08:59:46')]);
	clock.pass(3600);
	expect(await heard()).toEqual(['breach of after', 'escalation of after']);
	expect(await escalations()).toHaveLength(1);
});

test('what is noticed more than a day late is escalated, and told to nobody', async () => {
	const { clock, heard } = await openHeard();
	await store(db.clickhouse, [call('a', '09:00:00')]);
	clock.pass(86_400 + 16);
	expect(await heard()).toEqual([]);
	expect(await escalations()).toHaveLength(1);
});

test('what comes in a day late is found within the hour', async () => {
	const { clock, heard } = await openHeard();
	clock.pass(3 * 86_400);
	await heard();
	await store(db.clickhouse, [call('a', '09:00:00')]);
	clock.pass(60);
	await heard();
	expect(await escalations()).toEqual([]);
	clock.pass(3600);
	await heard();
	expect(await escalations()).toHaveLength(1);
});

test('what comes in hours late is told and escalated with the next look', async () => {
	const { clock, heard } = await openHeard();
	clock.pass(6 * 3600);
	await heard();
	await store(db.clickhouse, [call('a', '09:00:00')]);
	clock.pass(10);
	expect(await heard()).toEqual(['breach of a', 'escalation of a']);
	expect(await escalations()).toHaveLength(1);
});

test('two that act side by side escalate a promise once', async () => {
	const clock = clockAt('2026-01-05T09:00:00Z');
	const [one, two] = [open({ clock }), open({ clock })];
	await store(db.clickhouse, [call('a', '09:00:00')]);
	clock.pass(3600);
	await Promise.all([one.dispatch.look(), two.dispatch.look()]);
	clock.pass(3600);
	expect([await one.dispatch.look(), await two.dispatch.look()]).toEqual([0, 0]);
	expect(await escalations()).toMatchObject([{ escalated_at: '2026-01-05T10:00:00.000Z' }]);
});

test('what is simulated is escalated, and wakes nobody', async () => {
	const { clock, heard } = await openHeard();
	await store(db.clickhouse, [call('s', '09:00:00', 'touchstone/simulator')]);
	clock.pass(3600);
	expect(await heard()).toEqual([]);
	expect(await escalations()).toMatchObject([{ simulated: 1 }]);
});
