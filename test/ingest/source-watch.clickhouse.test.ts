import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { SourceState } from '#schema/source-state.ts';
import type { Ingest } from '../../ingest/service.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, KEY, openSocket, startTestIngest } from './support.ts';

let database: TestDatabase;
let ingest: Ingest;

beforeAll(async () => {
	database = await testDatabase();
	ingest = await startTestIngest({ clickhouse: database.clickhouse });
});
afterAll(async () => {
	await ingest.stop();
	await database.drop();
});

const Health = z.object({ sources: z.array(SourceState) });

async function sourceNamed(source: string) {
	const answer = await fetch(`http://127.0.0.1:${ingest.port}/health`);
	return Health.parse(await answer.json()).sources.find((one) => one.source === source);
}

/** As soon as it has fallen silent. */
const silent = (source: string) =>
	vi.waitFor(
		async () => {
			const found = await sourceNamed(source);
			if (!found?.silent_since) throw new Error(`${source} is not silent: ${JSON.stringify(found)}`);
			return found;
		},
		{ timeout: 30_000, interval: 50 }
	);

const now = (id: string, source: string) => event(id, { source, time: new Date().toISOString() });

/** A producer as a process of its own, that says something every tenth of a second and a line for each answer. */
const PRODUCER = `
import { WebSocket } from 'ws';
const [url, key] = process.argv.slice(1);
const socket = new WebSocket(url, 'touchstone.v1', { headers: { authorization: 'Bearer ' + key } });
let seq = 0;
const say = () => socket.send(JSON.stringify({ seq, events: [{ specversion: '1.0', id: String(seq++), source: 'killed',
	type: 'case.opened', subject: 'killed-' + seq, time: new Date().toISOString(), data: { team: 'North', channel: 'chat' } }] }));
socket.on('open', () => setInterval(say, 100));
socket.on('message', () => console.log('answered'));
`;

test('a producer that is killed is silent within ten seconds of its last word', async () => {
	const child = spawn(process.execPath, ['--input-type=module', '-e', PRODUCER, ingest.url, KEY], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const lines = createInterface({ input: child.stdout });
	await once(lines, 'line');
	expect(await sourceNamed('killed')).toMatchObject({
		...{ key: 'test', connected: true, live: true, silent_since: null },
		...{ teams: ['North'], channels: ['chat'] }
	});
	child.kill('SIGKILL');
	const { connected, silent_since, last_received_at } = await silent('killed');
	expect(connected).toBe(false);
	expect(Date.parse(silent_since ?? '') - Date.parse(last_received_at)).toBeLessThan(10_000);
});

test('a clean close makes its source silent', async () => {
	const { socket, frame, next, closed } = await openSocket(ingest.url);
	frame(0, [now('1', 'closed')]);
	await next();
	socket.close(1000);
	await closed;
	expect(await silent('closed')).toMatchObject({ connected: false });
});

test('a source stays while another connection of it is open, also one that sends what is known already', async () => {
	const [one, two] = [await openSocket(ingest.url), await openSocket(ingest.url)];
	const said = now('1', 'twice');
	for (const { frame, next } of [one, two]) {
		frame(0, [said]);
		await next();
	}
	one.socket.terminate();
	await one.closed;
	const { frame, next } = await openSocket(ingest.url, { key: `${KEY}-billing` });
	frame(0, [now('1', 'later')]);
	await next();
	expect(await sourceNamed('twice')).toMatchObject({ connected: true, silent_since: null });
	two.socket.terminate();
	expect(await silent('twice')).toMatchObject({ connected: false });
});

test('a replay of old files is never live, and what is refused is nobody', async () => {
	const { socket, frame, next, closed } = await openSocket(ingest.url, { key: `${KEY}-billing` });
	const refused = { ...now('2', 'refused'), data: { team: 'another team' } };
	frame(0, [event('1', { source: 'old' }), refused, { source: 'not an event' }]);
	expect(await next()).toMatchObject({ accepted: 1 });
	socket.close();
	await closed;
	expect(await sourceNamed('old')).toMatchObject({ key: 'billing', live: false, silent_since: null });
	expect(await sourceNamed('refused')).toBe(undefined);
});

test('what comes over HTTP has no connection, and is heard', async () => {
	const answer = await fetch(`http://127.0.0.1:${ingest.port}/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents+json' },
		body: JSON.stringify(now('1', 'posted'))
	});
	expect(answer.status).toBe(200);
	expect(await sourceNamed('posted')).toMatchObject({ connected: false, live: true, silent_since: null });
});

test('tells its sources to owners of a key alone where others can reach it', async () => {
	const open = await startTestIngest({ clickhouse: database.clickhouse, host: '0.0.0.0' });
	const url = `http://127.0.0.1:${open.port}/health`;
	const keyed = await fetch(url, { headers: { authorization: `Bearer ${KEY}` } });
	expect(await keyed.json()).toMatchObject({ sources: [] });
	expect(Object.keys(await (await fetch(url)).json())).toEqual(['status', 'ready']);
	await open.stop();
});
