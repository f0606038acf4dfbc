import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { event, KEY, openSocket } from './support.ts';
import { startWithoutClickHouse } from './support-edge.ts';

let ingest: Awaited<ReturnType<typeof startWithoutClickHouse>>;
beforeAll(async () => void (ingest = await startWithoutClickHouse()));
afterAll(() => ingest.stop());

const text = (id: string) => JSON.stringify(event(id, { source: 'http' }));

test.each([
	['compressed', gzipSync(text('1')), { 'content-encoding': 'gzip' }, 415, 'Content-Encoding'],
	[
		'in another charset',
		text('1'),
		{ 'content-type': 'application/json; charset=utf-16' },
		415,
		'Content-Type'
	],
	['not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}, 400, '']
])('refuses a body that is %s, and says what to do', async (_what, body, headers, status, path) => {
	const response = await ingest.post(body, headers);
	expect(response.status).toBe(status);
	expect(await response.json()).toMatchObject({ error: { path, detail: expect.any(String) } });
});

test.each(['application/json; charset="UTF-8"', 'application/json;charset=us-ascii', 'application/json'])(
	'takes a body of type %s',
	async (type) => {
		expect((await ingest.post(text(type), { 'content-type': type })).status).toBe(200);
	}
);

test('says in Accept-Encoding that it takes bodies as they are', async () => {
	const response = await ingest.post(gzipSync('{}'), { 'content-encoding': 'br' });
	expect(response.headers.get('accept-encoding')).toBe('identity');
});

test('says which methods there are', async () => {
	const response = await fetch(ingest.at('/metrics'), { method: 'POST' });
	expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('tells on loopback without a key how it is, in figures and what it speaks', async () => {
	await ingest.post(text('figures'));
	const health = await ingest.get('/health');
	expect(health.status).toBe(200);
	expect(await health.json()).toMatchObject({
		status: 'degraded',
		ready: true,
		clickhouse: false,
		pending: expect.any(Number)
	});
	const metrics = await ingest.get('/metrics');
	expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
	const figures = await metrics.text();
	expect(figures).toMatch(/^touchstone_ingest_accepted_events_total [1-9]/m);
	expect(figures).toMatch(/^touchstone_ingest_spool_rows [1-9]/m);
	expect(figures).toMatch(/^touchstone_ingest_ack_duration_seconds_count [1-9]/m);
	expect(figures).toMatch(/^touchstone_ingest_commit_duration_seconds_count [1-9]/m);
	expect(figures).toMatch(/^touchstone_ingest_clickhouse_up 0/m);
	const asyncapi = await ingest.get('/asyncapi.json');
	expect(asyncapi.headers.get('access-control-allow-origin')).toBe('*');
	expect(await asyncapi.json()).toMatchObject({
		asyncapi: '3.0.0',
		servers: { http: { host: `127.0.0.1:${ingest.port}` } }
	});
});

test('counts connections by key in the figures', async () => {
	const { socket, closed } = await openSocket(ingest.url);
	const figures = await (await ingest.get('/metrics')).text();
	expect(figures).toMatch(/^touchstone_ingest_connections{key="test"} 1/m);
	socket.close();
	await closed;
});

test('tells others than this machine no figures without a key, and only whether it is ready', async () => {
	const exposed = await startWithoutClickHouse({ host: '0.0.0.0' });
	const key = { authorization: `Bearer ${KEY}` };
	expect((await exposed.get('/metrics')).status).toBe(401);
	expect((await exposed.get('/metrics', key)).status).toBe(200);
	expect(await (await exposed.get('/health')).json()).toEqual({ status: 'degraded', ready: true });
	expect(await (await exposed.get('/health', key)).json()).toMatchObject({ pending: 0 });
	expect((await exposed.get('/health/live')).status).toBe(200);
	expect((await exposed.get('/asyncapi.json')).status).toBe(200);
	await exposed.stop();
});

test('answers 429 and when to come back to a key that sends more than its rate; other keys go on', async () => {
	const slow = await startWithoutClickHouse({ rate: 2 });
	const events = JSON.stringify(Array.from({ length: 100 }, (_, id) => event(String(id))));
	expect((await slow.post(events)).status).toBe(200);
	const refused = await slow.post(text('one more'));
	expect(refused.status).toBe(429);
	expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
	expect(await refused.json()).toMatchObject({ error: { reason: 'over_rate', detail: expect.any(String) } });
	const other = await slow.post(text('of another key'), { authorization: `Bearer ${KEY}-billing` });
	expect(other.status).toBe(200);
	await slow.stop();
});

test('does not read from a WebSocket whose key has sent more than its rate, then goes on without a loss', async () => {
	const slow = await startWithoutClickHouse({ rate: 2 });
	const { frame, next, socket, closed } = await openSocket(slow.url);
	frame(
		1,
		['1', '2', '3', '4', '5', '6', '7'].map((id) => event(id))
	);
	expect(await next()).toMatchObject({ ack: 1, accepted: 7, rejected: [] });
	frame(2, [event('8')]);
	// Had the frame been read, this would be the duplicate.
	const sooner = await slow.post(JSON.stringify(event('8')), { authorization: `Bearer ${KEY}-billing` });
	expect(await sooner.json()).toMatchObject({ accepted: 1, duplicates: 0 });
	expect(await next()).toMatchObject({ ack: 2, accepted: 0, duplicates: 1, rejected: [] });
	socket.close();
	await closed;
	await slow.stop();
}, 20_000);

test('tells a producer with a wrong key to wait, at the upgrade too, and lets right keys in', async () => {
	const guarded = await startWithoutClickHouse();
	const wrong = { authorization: 'Bearer wrong' };
	for (let tries = 0; tries < 20; tries++) await guarded.post('{}', wrong);
	expect((await guarded.post('{}', wrong)).status).toBe(429);
	await expect(openSocket(guarded.url, { key: 'wrong' })).rejects.toThrow('429');
	expect((await guarded.post(text('1'))).status).toBe(200);
	await guarded.stop();
});

test('ends a connection that floods it with pings, after answering its frames', async () => {
	const { socket, frame, next, closed } = await openSocket(ingest.url);
	frame(1, [event('before the flood')]);
	for (let pings = 0; pings < 100; pings++) socket.ping();
	expect(await next()).toMatchObject({ ack: 1 });
	expect(await closed).toBe(1008);
});

test('answers a handshake that is none without a trace of its inside', async () => {
	const socket = connect(ingest.port, '127.0.0.1');
	socket.end('GET /v1/events HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n');
	let heard = '';
	socket.setEncoding('utf8').on('data', (part: string) => (heard += part));
	await once(socket, 'close');
	expect(heard).toMatch(/^HTTP\/1\.1 4\d\d /);
	expect(heard).not.toMatch(/\bat .*\(|node_modules|\.ts:/);
});

/** What is answered to a text written on a bare connection. */
async function answerTo(request: string): Promise<string> {
	const socket = connect(ingest.port, '127.0.0.1');
	socket.end(request);
	let heard = '';
	socket.setEncoding('utf8').on('data', (part: string) => (heard += part));
	await once(socket, 'close');
	return heard;
}

const upgrade = `Connection: Upgrade\r\nAuthorization: Bearer ${KEY}\r\n`;

test.each([
	['no HTTP', 'nonsense\r\n\r\n', 400, ''],
	['an endless header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, ''],
	['two Hosts', 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400, 'Host'],
	[
		'an upgrade with two Hosts',
		`GET /v1/events HTTP/1.1\r\nHost: a\r\nHost: b\r\nUpgrade: websocket\r\n${upgrade}\r\n`,
		400,
		'Host'
	],
	[
		'an upgrade to HTTP/2',
		`POST /v1/events HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nContent-Length: 0\r\n${upgrade}\r\n`,
		400,
		'Upgrade'
	],
	[
		'a path of slashes',
		`POST ${'/'.repeat(15_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
		404,
		'path'
	]
])('refuses %s as it refuses everything: in JSON, with a reason', async (_what, request, status, path) => {
	const heard = await answerTo(request);
	expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
	const body = heard.slice(heard.indexOf('{'), heard.lastIndexOf('}') + 1);
	expect(JSON.parse(body)).toMatchObject({
		error: { path, reason: expect.any(String), detail: expect.any(String) }
	});
});
