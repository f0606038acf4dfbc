import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { drained } from '../support/drained.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { countEvents, event, openSocket, spawnIngest } from '../ingest/support.ts';

let database: TestDatabase;
const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-stop-'));
beforeAll(async () => void (database = await testDatabase()));
afterAll(async () => {
	await database.drop();
	rmSync(dataDir, { recursive: true });
});

/** An ingest process that does not outlive its test. */
async function start(env: Record<string, string> = {}) {
	const ingest = await spawnIngest({
		TOUCHSTONE_DATA: dataDir,
		CLICKHOUSE_URL: database.url,
		CLICKHOUSE_DATABASE: database.database,
		...env
	});
	onTestFinished(() => void ingest.kill('SIGKILL'));
	return ingest;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
	'answers what it has taken before it ends on %s',
	async (signal) => {
		const ingest = await start();
		const before = await countEvents(database.clickhouse);
		const { frame, next, heard, closed } = await openSocket(ingest.url);
		for (let seq = 0; seq < 20; seq++)
			frame(
				seq,
				Array.from({ length: 100 }, (_, n) => event(`${signal}-${seq}-${n}`, { source: signal }))
			);
		expect(await next()).toMatchObject({ ack: 0 });
		ingest.kill(signal);
		expect(await closed).toBe(1001);
		expect(await ingest.exited).toBe(0);
		// Whatever was still on the way when it stopped is not answered, and is sent again elsewhere; what was is stored.
		const { events } = await countEvents(database.clickhouse);
		expect(events - before.events).toBe(heard.length * 100);
	}
);

test('keeps what it has acknowledged when ClickHouse stays away, says so, and hands it on at the next start', async () => {
	const ingest = await start({ CLICKHOUSE_URL: 'http://127.0.0.1:9' });
	const { frame, next, closed } = await openSocket(ingest.url);
	frame(0, [event('1', { source: 'kept' }), event('2', { source: 'kept' }), event('3', { source: 'kept' })]);
	expect(await next()).toMatchObject({ ack: 0, accepted: 3 });
	ingest.kill('SIGTERM');
	expect(await closed).toBe(1001);
	expect(await ingest.exited).toBe(0);
	expect(ingest.output.join('\n')).toMatch(/"rows":3,.*they stay in the spool for the next start/);

	const before = await countEvents(database.clickhouse);
	const again = await start();
	expect(again.output.join('\n')).toMatch(/"rows":3,.*holds events from before/);
	// How long that takes is ClickHouse's affair: told to stop before, it would leave them where they are for one start more.
	await drained(again.url);
	again.kill('SIGTERM');
	expect(await again.exited).toBe(0);
	expect((await countEvents(database.clickhouse)).events).toBe(before.events + 3);
});

test('stops with a list of all that is wrong in its environment', async () => {
	const ingest = await start({ INGEST_PORT: 'x', HOST: '0.0.0.0', TOUCHSTONE_INGEST_KEYS: 'a:demo' });
	expect(await ingest.exited).toBe(1);
	expect(ingest.output.join('\n')).toMatch(
		/INGEST_PORT: .*\n {2}TOUCHSTONE_INGEST_KEYS: the secret of a is weak/
	);
});

test('says where it listens, makes a key at the first start and keeps it', async () => {
	const first = await start({ TOUCHSTONE_INGEST_KEYS: '' });
	const file = join(dataDir, 'ingest.key');
	const key = readFileSync(file, 'utf8').trim();
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(first.output).toContain(`Ingest key: ${key} (kept in ${file})`);
	const { frame, next } = await openSocket(first.url, { key });
	frame(0, [event('first')]);
	expect(await next()).toMatchObject({ accepted: 1 });
	first.kill('SIGTERM');
	await first.exited;

	const second = await start({ TOUCHSTONE_INGEST_KEYS: '' });
	expect(second.output.join('\n')).not.toContain(key);
	const { socket } = await openSocket(second.url, { key });
	socket.close();
	second.kill('SIGTERM');
	expect(await second.exited).toBe(0);
});

test('logs no personal data', async () => {
	const ingest = await start();
	const { frame, next, socket } = await openSocket(ingest.url);
	frame(0, [
		event('x', { data: { customer: 'Zhang San 138-0000', team: 7 } }),
		event('Li Si', { data: { customer: 'Li Si' } })
	]);
	await next();
	frame(1, 'Zhang San');
	await next();
	socket.send('{"customer": "Wang Wu');
	await next();
	ingest.kill('SIGTERM');
	await ingest.exited;
	expect(ingest.output.join('\n')).not.toMatch(/Zhang San|Li Si|Wang Wu/);
});
