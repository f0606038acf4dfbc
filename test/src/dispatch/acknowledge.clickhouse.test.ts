import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Acknowledgement, createAcknowledge } from '../../../src/lib/server/dispatch/acknowledge.ts';
import { sendEvent } from '../../../src/lib/server/dispatch/ingest-door.ts';
import { askActions } from '../../../src/lib/server/feeds/actions.ts';
import { IngestTrouble } from '../../../src/lib/server/quarantine-ingest.ts';
import { KEY, startTestIngest } from '../../ingest/support.ts';
import { testDatabase, type TestDatabase } from '../../support/clickhouse.ts';
import { drained } from '../../support/drained.ts';
import { empty } from '../../support/empty.ts';
import { event, store } from '../../support/events.ts';
import { freePort } from '../../support/free-port.ts';

const NOW = Date.parse('2026-01-05T09:10:00Z');

let db: TestDatabase;
let ingest: Awaited<ReturnType<typeof startTestIngest>>;
beforeAll(async () => {
	db = await testDatabase();
	ingest = await startTestIngest({ clickhouse: db.clickhouse });
});
afterAll(async () => {
	await ingest.stop();
	await db.drop();
});
beforeEach(() => empty(db.clickhouse));

const envOf = (port: number) => ({
	...{ HOST: '127.0.0.1', INGEST_PORT: port, TOUCHSTONE_DATA: '/nowhere' },
	TOUCHSTONE_INGEST_KEYS: `test:${KEY}`
});

/** What acknowledges through a real ingest, `now` on its clock. */
const acknowledgeOf = (port = Number(new URL(ingest.url).port), now = () => NOW) =>
	createAcknowledge({
		clickhouse: db.clickhouse,
		zone: 'UTC',
		send: (event) => sendEvent(envOf(port), event),
		now
	});

const queue = async () =>
	(await askActions(db.clickhouse, { teams: [], channels: [], limit: 20 }, { zone: 'UTC', now: NOW })).rows;

async function brokenPromise(id: string, source = 'test') {
	const call = event('case.opened', id, '2026-01-05T09:00:00', { channel: 'phone', team: 'North' });
	await store(db.clickhouse, [{ ...call, source }]);
	const row = (await queue()).find((row) => row.case_id === id);
	if (!row) throw new Error('nothing is broken');
	return row.promise_id;
}

async function stored(): Promise<Record<string, unknown>[]> {
	await drained(ingest.url);
	const result = await db.clickhouse.query({
		query: `SELECT source, case_id, team, agent, channel, breach, by, note
			FROM service_events WHERE type = 'breach.acknowledged'`,
		format: 'JSONEachRow'
	});
	return result.json();
}

test('an acknowledgement is an event of its case without dimensions, and the breach is acted upon', async () => {
	const promise = await brokenPromise('a');
	const done = await acknowledgeOf()(promise, { by: 'Ann', note: 'calling back' });
	expect(done).toEqual({
		...{ promise_id: promise, case_id: 'a', by: 'Ann', note: 'calling back' },
		...{ at: '2026-01-05T09:10:00.000Z', repeated: false }
	});
	expect(await stored()).toEqual([
		{
			...{ source: 'touchstone/dashboard', case_id: 'a', team: '', agent: '', channel: '' },
			...{ breach: promise, by: 'Ann', note: 'calling back' }
		}
	]);
	expect(await queue()).toMatchObject([{ state: 'acted', acknowledged_by: 'Ann', note: 'calling back' }]);
});

test('a double click is one event', async () => {
	const promise = await brokenPromise('twice');
	const said = { by: 'Ann', note: '' };
	const both = await Promise.all([acknowledgeOf()(promise, said), acknowledgeOf()(promise, said)]);
	expect(both.map((one) => one?.repeated).sort()).toEqual([false, true]);
	expect(await stored()).toHaveLength(1);
	await acknowledgeOf()(promise, { by: 'Bob', note: '' });
	expect(await stored()).toHaveLength(2);
});

test('what is said of a simulated case is simulated too, so that it goes with it', async () => {
	const promise = await brokenPromise('s', 'touchstone/simulator');
	await acknowledgeOf()(promise, { by: 'Ann', note: '' });
	expect(await stored()).toMatchObject([{ source: 'touchstone/simulator' }]);
});

test('a promise that nobody knows, or that was kept, is not acknowledged', async () => {
	expect(await acknowledgeOf()('0'.repeat(32), { by: 'Ann', note: '' })).toBeNull();
	const promise = await brokenPromise('kept');
	await store(db.clickhouse, [event('case.responded', 'kept', '2026-01-05T09:00:05')]);
	expect(await acknowledgeOf()(promise, { by: 'Ann', note: '' })).toBeNull();
	expect(await stored()).toEqual([]);
});

test('a breach of last week is still found', async () => {
	const promise = await brokenPromise('old');
	const later = acknowledgeOf(undefined, () => Date.parse('2026-01-12T09:10:00Z'));
	expect(await later(promise, { by: 'Ann', note: '' })).toMatchObject({ case_id: 'old' });
});

test('without ingest it says so, and what to do', async () => {
	const promise = await brokenPromise('away');
	const failed = acknowledgeOf(await freePort())(promise, { by: 'Ann', note: '' });
	await expect(failed).rejects.toThrow(IngestTrouble);
	await expect(failed).rejects.toThrow('start it with npm run ingest');
});

test('an ingest that refuses is told as it is', async () => {
	const port = Number(new URL(ingest.url).port);
	const sent = sendEvent(envOf(port), { ...event('case.opened', 'x', '2026-01-05T09:00:00'), time: 'now' });
	await expect(sent).rejects.toThrow('ingest refused: time');
});

test.each([
	[{}, 'by', 'expected who acts: a name'],
	[{ by: '  ' }, 'by', 'expected who acts: a name'],
	[{ by: 'x'.repeat(201) }, 'by', 'expected at most 200 characters'],
	[{ by: 'Ann', note: 'x'.repeat(2001) }, 'note', 'expected at most 2000 characters']
])('refuses %j', (order, path, message) => {
	const read = Acknowledgement.safeParse(order);
	expect(read.error?.issues[0]).toMatchObject({ path: [path], message });
});
