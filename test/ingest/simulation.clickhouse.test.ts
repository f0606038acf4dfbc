import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ingest } from '../../ingest/service.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { countEvents, KEY, startTestIngest } from './support.ts';

// A simulator of two events, one of them the same in every run: what counts here is how it is started and stopped.
const client = fileURLToPath(new URL('../../ingest/client/client.ts', import.meta.url));
const SIMULATOR = `
import { createProducer } from ${JSON.stringify(client)};
const args = process.argv.slice(2);
const url = args[args.indexOf('--url') + 1] ?? '';
if (args.includes('40')) { console.error('forty teams are too many today'); process.exit(1); }
const producer = createProducer({ url, key: process.env.TOUCHSTONE_INGEST_KEY ?? '', lingerMs: 1 });
const event = (id: string) => ({
	specversion: '1.0' as const, id, source: 'touchstone/simulator', type: 'case.opened' as const,
	time: '2026-01-05T09:30:00Z', subject: id, data: { team: args.join(' '), clickhouse: process.env.CLICKHOUSE_URL }
});
async function main() {
	await producer.send(event('same'));
	await producer.send(event('run-' + process.pid));
	await producer.drain();
	console.log('not progress');
	console.log(JSON.stringify({ phase: 'live', sent: 2, total: 2 }));
	setInterval(() => {}, 1_000);
}
void main();
`;

let database: TestDatabase;
let ingest: Ingest;
const folder = mkdtempSync(join(tmpdir(), 'touchstone-simulation-'));

beforeAll(async () => {
	const script = join(folder, 'simulator.ts');
	writeFileSync(script, SIMULATOR);
	database = await testDatabase();
	ingest = await startTestIngest({
		clickhouse: database.clickhouse,
		simulator: { command: [process.execPath, '--import', 'tsx', script] }
	});
});
afterAll(async () => {
	await ingest.stop();
	await database.drop();
	rmSync(folder, { recursive: true });
});

async function ask(method: string, body?: unknown, key = KEY) {
	const response = await fetch(`http://127.0.0.1:${ingest.port}/v1/simulation`, {
		method,
		headers: { authorization: `Bearer ${key}` },
		...(body !== undefined && { body: JSON.stringify(body) })
	});
	return { code: response.status, ...(await response.json()) };
}

const live = () =>
	expect.poll(() => ask('GET'), { timeout: 10_000 }).toMatchObject({ running: true, phase: 'live', sent: 2 });

/** How many events there are, once ClickHouse has all that was acknowledged. */
async function countStored() {
	await ingest.drained();
	return countEvents(database.clickhouse);
}

test('starts, tells its progress, stops, and takes the same events again after they were removed', async () => {
	expect(await ask('GET')).toEqual({
		code: 200,
		running: false,
		phase: null,
		sent: 0,
		total: null,
		error: null
	});

	expect(await ask('POST', {})).toMatchObject({ code: 202, running: true });
	await live();
	expect(await ask('POST', {})).toMatchObject({ code: 409 });
	expect(await countStored()).toEqual({ deliveries: 2, events: 2 });
	const teams = await database.clickhouse.query({
		query: 'SELECT DISTINCT team FROM events',
		format: 'JSONEachRow'
	});
	expect(await teams.json()).toEqual([
		{ team: `--url ${ingest.url} --progress json --teams 8 --rate 20 --days 30` }
	]);

	expect(await ask('DELETE')).toMatchObject({ code: 200, running: false });
	await database.clickhouse.command({ query: 'TRUNCATE TABLE events' });

	expect(await ask('POST', { teams: 3, rate: 0.5, days: 0 })).toMatchObject({ code: 202 });
	await live();
	expect(await countStored()).toEqual({ deliveries: 2, events: 2 });
	expect(ingest.counters.duplicates).toBe(0);
	expect(await ask('DELETE')).toMatchObject({ code: 200, running: false });
});

test('stops what is not running', async () => {
	expect(await ask('DELETE')).toMatchObject({ code: 200, running: false });
});

test('says why a simulation failed', async () => {
	await ask('POST', { teams: 40 });
	await expect
		.poll(() => ask('GET'), { timeout: 10_000 })
		.toMatchObject({ running: false, error: 'forty teams are too many today' });
	expect(await ask('DELETE')).toMatchObject({ code: 200, error: null });
});

test.each([
	[{ teams: 0 }, 'teams'],
	[{ rate: 'fast' }, 'rate'],
	[{ days: 1.5 }, 'days'],
	[{ speed: 1 }, '']
])('refuses %j, naming the field', async (body, path) => {
	expect(await ask('POST', body)).toMatchObject({ code: 400, error: { path } });
});

test('is for keys of all teams alone', async () => {
	expect(await ask('GET', undefined, `${KEY}-billing`)).toMatchObject({ code: 403 });
	expect(await ask('GET', undefined, 'wrong')).toMatchObject({ code: 401 });
});
