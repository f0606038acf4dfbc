import { once } from 'node:events';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { FrameAnswer } from '#schema/frame.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, KEY, startTestIngest } from './support.ts';

// The CloudEvents project's own package is the producer here, as an integrator would use it.

let database: TestDatabase;
let ingest: Awaited<ReturnType<typeof startTestIngest>>;

beforeAll(async () => {
	database = await testDatabase();
	ingest = await startTestIngest({ clickhouse: database.clickhouse });
});
afterAll(async () => {
	await ingest.stop();
	await database.drop();
});

const authorization = `Bearer ${KEY}`;
const address = () => `http://127.0.0.1:${ingest.port}/v1/events`;

const cloudEvent = (source: string, changes: Record<string, unknown> = {}) =>
	new CloudEvent({
		id: '1',
		source,
		type: 'case.opened',
		time: '2026-01-05T09:30:00.123Z',
		subject: 'call 4711/客户 100%',
		datacontenttype: 'application/json',
		dataschema: 'https://acme.example/schema.json',
		traceparent: '00-abc-def-01',
		data: { team: 'Billing', topic: 'Rechnung für März', customer: 'customer-7' },
		...changes
	});

async function stored(source: string): Promise<unknown[]> {
	await ingest.drained();
	const result = await database.clickhouse.query({
		query:
			'SELECT id, type, time, case_id, team, topic FROM events WHERE source = {source:String} ORDER BY id',
		query_params: { source },
		format: 'JSONEachRow'
	});
	return result.json();
}

const row = (changes: object = {}) => ({
	id: '1',
	type: 'case.opened',
	time: '2026-01-05T09:30:00.123Z',
	case_id: 'call 4711/客户 100%',
	team: 'Billing',
	topic: 'Rechnung für März',
	...changes
});

async function emit(event: CloudEvent<unknown>, mode: Mode) {
	const send = emitterFor(httpTransport(address()), { mode });
	const { body } = z.object({ body: z.string() }).parse(await send(event, { headers: { authorization } }));
	return FrameAnswer.parse(JSON.parse(body));
}

test('takes what its HTTP emitter sends in structured mode', async () => {
	expect(await emit(cloudEvent('structured'), Mode.STRUCTURED)).toMatchObject({ accepted: 1, rejected: [] });
	expect(await stored('structured')).toEqual([row()]);
});

test('takes what its HTTP emitter sends in binary mode, its default', async () => {
	const plain = { subject: 'call-4711' }; // the package writes headers as they are: Node sends no more than Latin-1
	expect(await emit(cloudEvent('binary', plain), Mode.BINARY)).toMatchObject({ accepted: 1, rejected: [] });
	expect(await stored('binary')).toEqual([row({ case_id: 'call-4711' })]);
});

test('takes the same event in another mode for the same event', async () => {
	const plain = cloudEvent('twice', { subject: 'call-4711' });
	expect(await emit(plain, Mode.STRUCTURED)).toMatchObject({ accepted: 1, duplicates: 0 });
	expect(await emit(plain, Mode.BINARY)).toMatchObject({ accepted: 0, duplicates: 1 });
});

test('takes a batch of its events', async () => {
	const body = JSON.stringify([cloudEvent('batch'), cloudEvent('batch', { id: '2' })]);
	const headers = { authorization, 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' };
	const response = await fetch(address(), { method: 'POST', headers, body });
	expect(FrameAnswer.parse(await response.json())).toMatchObject({ accepted: 2, rejected: [] });
	expect(await stored('batch')).toEqual([row(), row({ id: '2' })]);
});

test.each([
	['binary data', { data: Buffer.from('raw'), datacontenttype: 'application/octet-stream' }, 'data_base64'],
	['an unknown type', { type: 'com.acme.other' }, 'type'],
	['no time of the contract', { time: '1970-01-01T00:00:00Z' }, 'time']
])('says what is wrong with an event that has %s', async (_what, changes, path) => {
	const answer = await emit(cloudEvent('wrong', changes), Mode.STRUCTURED);
	expect(answer).toMatchObject({ accepted: 0, rejected: [{ index: 0, path, detail: expect.any(String) }] });
});

test('says which content type it takes when data in binary mode is no JSON', async () => {
	const send = emitterFor(httpTransport(address()));
	const answer = await send(cloudEvent('csv', { subject: 'a', data: 'a,b', datacontenttype: 'text/csv' }), {
		headers: { authorization }
	});
	const { body } = z.object({ body: z.string() }).parse(answer);
	expect(JSON.parse(body)).toMatchObject({ error: { reason: 'unknown_type', path: 'Content-Type' } });
});

async function open(...protocols: string[]) {
	const socket = new WebSocket(ingest.url, protocols, { headers: { authorization } });
	const heard: string[] = [];
	socket.on('message', (data) => heard.push(data.toString()));
	const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
	await once(socket, 'open');
	return { socket, heard, closed };
}

test('takes an event a frame over cloudevents.json, says nothing, and closes when all is durable', async () => {
	const { socket, heard, closed } = await open('cloudevents.json');
	for (const id of ['1', '2', '2', '3'])
		socket.send(String(HTTP.structured(cloudEvent('socket', { id })).body));
	socket.close(1000);
	expect(await closed).toEqual({ code: 1000, reason: '' });
	expect(heard).toEqual([]);
	expect(await stored('socket')).toEqual([row(), row({ id: '2' }), row({ id: '3' })]);
});

test('counts and keeps refused events of cloudevents.json, and goes on', async () => {
	const { accepted, rejected } = structuredClone(ingest.counters);
	const { socket, closed } = await open('cloudevents.json');
	socket.send(JSON.stringify({ ...event('1', { source: 'mixed' }), data: { team: 7 } }));
	socket.send(JSON.stringify([event('2', { source: 'mixed' })])); // batches are not part of the binding
	socket.send(JSON.stringify(event('3', { source: 'mixed' })));
	socket.close(1000);
	expect((await closed).code).toBe(1000);
	expect(ingest.counters.accepted - accepted).toBe(1);
	expect((ingest.counters.rejected.invalid ?? 0) - (rejected.invalid ?? 0)).toBe(2);
	await ingest.drained();
	const quarantined = await database.clickhouse.query({
		query: "SELECT path FROM quarantine WHERE via = 'websocket' AND source IN ('mixed', '') ORDER BY path",
		format: 'JSONEachRow'
	});
	expect(await quarantined.json()).toEqual([{ path: '' }, { path: 'data.team' }]);
});

test.each([
	['not JSON', 'oops', 1007, 'not_json'],
	['binary', Buffer.from('{}'), 1003, 'not_text'],
	['over 1 MiB', 'x'.repeat(1024 * 1024 + 1), 1009, 'too_large']
])(
	'closes cloudevents.json on a frame that is %s, and keeps what came before',
	async (what, data, code, word) => {
		const { socket, closed } = await open('cloudevents.json');
		socket.send(JSON.stringify(event('1', { source: what })));
		socket.send(data);
		socket.send(JSON.stringify(event('2', { source: what })));
		const { code: said, reason } = await closed;
		expect([said, reason.split(':', 1)[0]]).toEqual([code, word]);
		expect(await stored(what)).toMatchObject([{ id: '1' }]);
	}
);

test.each([
	[['cloudevents.json', 'touchstone.v1'], 'cloudevents.json'],
	[['cloudevents.avro', 'touchstone.v1', 'cloudevents.json'], 'touchstone.v1']
])('speaks the first of %j that it knows', async (offered, chosen) => {
	const { socket, closed } = await open(...offered);
	expect(socket.protocol).toBe(chosen);
	socket.close();
	await closed;
});
