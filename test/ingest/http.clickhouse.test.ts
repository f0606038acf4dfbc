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
])('stores events that come as %s before it answers', async (type, body, accepted) => {
	const before = await countEvents(database.clickhouse);
	const response = await post(type, body);
	expect(response.status).toBe(200);
	expect(FrameAnswer.parse(await response.json())).toMatchObject({
		ack: 0,
		accepted,
		duplicates: 0,
		rejected: []
	});
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
	const response = await fetch(at('/health'));
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		status: 'ok',
		clickhouse: true,
		pending: 0,
		connections: 0,
		accepted: expect.any(Number),
		duplicates: expect.any(Number),
		rejected: { invalid: expect.any(Number) },
		last_stored_at: expect.stringMatching(/^\d{4}-.*Z$/)
	});
});

test('is alive but degraded while ClickHouse is away', async () => {
	const clickhouse = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const away = await startTestIngest({ clickhouse });
	const response = await fetch(at('/health', away));
	expect(response.status).toBe(503);
	expect(await response.json()).toMatchObject({ status: 'degraded', clickhouse: false });
	expect((await fetch(at('/health/live', away))).status).toBe(200);
	await away.stop();
	await clickhouse.close();
});

test('takes no more by HTTP while too many events wait, and says when to come back', async () => {
	const clickhouse = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const away = await startTestIngest({ clickhouse, bound: { events: 1, bytes: FRAME_BYTES }, drainMs: 10 });
	const send = () =>
		fetch(at('/v1/events', away), {
			method: 'POST',
			headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
			body: JSON.stringify([event('1'), event('2')])
		});
	const first = send();
	await expect.poll(async () => (await (await fetch(at('/health', away))).json()).pending).toBe(2);
	const second = await send();
	expect(second.status).toBe(503);
	expect(second.headers.get('retry-after')).toBe('5');
	await away.stop();
	expect((await first).status).toBe(503);
	await clickhouse.close();
});
