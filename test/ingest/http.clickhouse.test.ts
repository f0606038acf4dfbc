import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { FRAME_BYTES, FrameAnswer } from '#schema/frame.ts';
import type { Ingest } from '../../ingest/service.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { countEvents, event, KEY, startTestIngest } from './support.ts';

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

const at = (path: string, service = ingest) => `http://127.0.0.1:${service.port}${path}`;

const post = (type: string, body: string, headers: Record<string, string> = {}) =>
	fetch(at('/v1/events'), {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': type, ...headers },
		body
	});

test.each([
	['application/cloudevents+json', JSON.stringify(event('1', { source: 'a' })), 1],
	['application/cloudevents-batch+json', JSON.stringify([event('1', { source: 'b' }), event('2')]), 2],
	[
		'application/x-ndjson',
		`${JSON.stringify(event('1', { source: 'c' }))}\n${JSON.stringify(event('3'))}\n`,
		2
	],
	['application/json', JSON.stringify(event('1', { source: 'd' })), 1]
])('takes events that come as %s; soon they are in ClickHouse', async (type, body, accepted) => {
	await ingest.drained();
	const before = await countEvents(database.clickhouse);
	const response = await post(type, body);
	expect(response.status).toBe(200);
	expect(FrameAnswer.parse(await response.json())).toMatchObject({
		ack: 0,
		accepted,
		duplicates: 0,
		rejected: []
	});
	await ingest.drained();
	expect((await countEvents(database.clickhouse)).events).toBe(before.events + accepted);
});

test('answers what was wrong with which event, and stores the others', async () => {
	const body = [
		JSON.stringify(event('n1')),
		'{oops',
		JSON.stringify({ ...event('n3'), id: '' }),
		JSON.stringify(event('n1'))
	];
	const response = await post('application/x-ndjson', body.join('\n'));
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		accepted: 1,
		duplicates: 1,
		rejected: [
			{ index: 1, reason: 'invalid', path: '' },
			{ index: 2, reason: 'invalid', path: 'id' }
		]
	});
});

test.each([
	['another content type', 'text/csv', 'a,b', {}, 415, 'Content-Type'],
	['no JSON', 'application/json', '{', {}, 400, ''],
	['more than a frame', 'application/json', 'x'.repeat(FRAME_BYTES + 1), {}, 413, ''],
	['ten times a frame', 'application/json', 'x'.repeat(10 * FRAME_BYTES), {}, 413, ''],
	['a wrong key', 'application/json', '{}', { authorization: 'Bearer wrong' }, 401, 'Authorization'],
	['a page of another host', 'application/json', '{}', { origin: 'https://elsewhere.example' }, 403, 'Origin']
])('refuses %s and says why', async (_what, type, body, headers, status, path) => {
	const response = await post(type, body, headers);
	expect(response.status).toBe(status);
	expect(await response.json()).toMatchObject({ error: { path, detail: expect.any(String) } });
});

test.each([
	['GET', '/v1/events', 405],
	['GET', '/', 404],
	['GET', '/toString', 404],
	['PATCH', '/v1/simulation', 405]
])('answers %s %s with %i', async (method, path, status) => {
	const response = await fetch(at(path), { method });
	expect(response.status).toBe(status);
	expect(await response.json()).toMatchObject({ error: { detail: expect.any(String) } });
});

test('tells how it is', async () => {
	await post('application/json', JSON.stringify([event('h1'), event('h1'), 7]));
	await ingest.drained();
	const response = await fetch(at('/health'));
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		status: 'ok',
		ready: true,
		clickhouse: true,
		pending: 0,
		connections: 0,
		accepted: expect.any(Number),
		duplicates: expect.any(Number),
		rejected: { invalid: expect.any(Number) },
		last_stored_at: expect.stringMatching(/^\d{4}-.*Z$/)
	});
});

test('takes events and is degraded while ClickHouse is away', async () => {
	const clickhouse = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const away = await startTestIngest({ clickhouse, drainMs: 0 });
	const sent = await fetch(at('/v1/events', away), {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
		body: JSON.stringify([event('1'), event('2')])
	});
	expect(await sent.json()).toMatchObject({ accepted: 2 });
	const response = await fetch(at('/health', away));
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		status: 'degraded',
		ready: true,
		clickhouse: false,
		pending: 2,
		spool: { bytes: expect.any(Number), oldest_s: expect.any(Number) }
	});
	expect((await fetch(at('/health/live', away))).status).toBe(200);
	expect(await away.stop()).toBe(2);
	await clickhouse.close();
});

test('takes no more by HTTP while the spool is full, and says when to come back', async () => {
	const clickhouse = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-full-'));
	const spool = { file: join(folder, 'spool.db'), maxBytes: 1_500 };
	const away = await startTestIngest({ clickhouse, spool, drainMs: 0 });
	const send = (id: string) =>
		fetch(at('/v1/events', away), {
			method: 'POST',
			headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
			body: JSON.stringify([event(id), event(`${id}-2`)])
		});
	const statuses: number[] = [];
	let last: Response | undefined;
	for (let n = 0; n < 12 && last?.status !== 503; n++) {
		last = await send(String(n));
		statuses.push(last.status);
	}
	expect(statuses[0]).toBe(200);
	expect(last?.status).toBe(503);
	expect(last?.headers.get('retry-after')).toBe('5');
	expect(await last?.json()).toMatchObject({ error: { reason: 'spool_full' } });
	expect((await fetch(at('/health', away))).status).toBe(503);
	await away.stop();
	await clickhouse.close();
	rmSync(folder, { recursive: true, force: true });
});
