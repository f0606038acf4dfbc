import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect } from '#schema/clickhouse/client.ts';
import { FIRST_CREDIT, FRAME_BYTES, FrameAnswer, SUBPROTOCOL } from '#schema/frame.ts';
import { CREDIT } from '../../ingest/credit.ts';
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

const answer = (ack: number, accepted: number, changes: object = {}) => ({
	ack,
	accepted,
	duplicates: 0,
	rejected: [],
	credit: CREDIT,
	...changes
});

async function stored(source: string): Promise<Record<string, unknown>[]> {
	await ingest.drained();
	const result = await database.clickhouse.query({
		query: 'SELECT * FROM events WHERE source = {source:String} ORDER BY id',
		query_params: { source },
		format: 'JSONEachRow'
	});
	return result.json<Record<string, unknown>>();
}

test('answers a frame whose events are in ClickHouse soon after', async () => {
	const { frame, next, socket } = await openSocket(ingest.url);
	frame(17, [event('1', { source: 'stored' }), event('2', { source: 'stored' })]);
	expect(await next()).toEqual(answer(17, 2));
	const rows = await stored('stored');
	expect(rows).toHaveLength(2);
	expect(rows[0]).toMatchObject({ id: '1', case_id: 'case-1', team: 'Billing', channel: 'phone' });
	expect(rows[0]?.time).toBe('2026-01-05T09:30:00.123Z');
	socket.close();
});

test('stores a pseudonym in place of the customer, the same each time', async () => {
	const { frame, next, socket } = await openSocket(ingest.url);
	frame(0, [event('1', { source: 'people' }), event('2', { source: 'people' })]);
	await next();
	const [one, two] = await stored('people');
	expect(one?.customer).toMatch(/^[0-9a-f]{32}$/);
	expect(two?.customer).toBe(one?.customer);
	socket.close();
});

test('gives each frame one answer, in order, whatever is wrong with it', async () => {
	const { frame, next, socket } = await openSocket(ingest.url);
	frame(1, [event('1', { source: 'order' })]);
	frame(2, 'no list');
	frame(3, []);
	frame(3, [event('2', { source: 'order' })]);
	socket.send('{"events": []}');
	frame(4, [event('1', { source: 'order' }), event('3', { source: 'order' })]);
	expect(await next()).toEqual(answer(1, 1));
	expect(await next()).toMatchObject({ error: { reason: 'invalid', path: 'events' } });
	expect(await next()).toEqual(answer(3, 0));
	expect(await next()).toMatchObject({ error: { reason: 'invalid', path: 'seq' } });
	expect(await next()).toMatchObject({ error: { reason: 'invalid', path: 'seq' } });
	expect(await next()).toEqual(answer(4, 1, { duplicates: 1 }));
	socket.close();
});

test('refuses bad events one by one, naming the field; the others live on', async () => {
	const { frame, next, socket } = await openSocket(ingest.url);
	const source = 'bad events';
	frame(1, [
		event('good 1', { source }),
		{ ...event('1', { source }), type: 'case.exploded' },
		{ ...event('2', { source }), subject: undefined },
		{ ...event('3', { source }), data: { team: 7 } },
		{ ...event('4', { source }), time: '9999-01-01T00:00:00Z' },
		'not an event',
		{ ...event('5', { source }), extension: 'x'.repeat(70_000) },
		event('good 2', { source })
	]);
	expect(await next()).toMatchObject({
		ack: 1,
		accepted: 2,
		rejected: [
			{ index: 1, reason: 'unknown_type', path: 'type' },
			{ index: 2, reason: 'invalid', path: 'subject' },
			{ index: 3, reason: 'invalid', path: 'data.team' },
			{ index: 4, reason: 'invalid', path: 'time' },
			{ index: 5, reason: 'invalid', path: '' },
			{ index: 6, reason: 'too_large', path: '' }
		]
	});
	expect((await stored(source)).map(({ id }) => id)).toEqual(['good 1', 'good 2']);
	socket.close();
});

test('never says a duplicate is stored before its first copy is', async () => {
	const one = await openSocket(ingest.url);
	const two = await openSocket(ingest.url);
	one.frame(1, [event('same', { source: 'twice' })]);
	two.frame(1, [event('same', { source: 'twice' })]);
	const answers = [await one.next(), await two.next()];
	expect(answers).toContainEqual(answer(1, 1));
	expect(answers).toContainEqual(answer(1, 0, { duplicates: 1 }));
	expect(await stored('twice')).toHaveLength(1);
	one.socket.close();
	two.socket.close();
});

test('refuses other teams, and none, to a key that is scoped', async () => {
	const { frame, next, socket } = await openSocket(ingest.url, { key: `${KEY}-billing` });
	const source = 'scoped';
	frame(1, [
		event('1', { source }),
		event('2', { source, data: { team: 'Sales' } }),
		event('3', { source, data: {} })
	]);
	expect(await next()).toMatchObject({
		accepted: 1,
		rejected: [
			{ index: 1, reason: 'forbidden_team', path: 'data.team' },
			{ index: 2, reason: 'forbidden_team', path: 'data.team' }
		]
	});
	socket.close();
});

test.each([
	['not JSON', 'oops', 1007, 'not_json'],
	['binary', Buffer.from('{}'), 1003, 'not_text'],
	['10 MB', 'x'.repeat(10 * FRAME_BYTES), 1009, 'too_large']
])('says what is wrong with a frame that is %s and closes, after answering those before', async (...row) => {
	const [what, data, code, reason] = row;
	const { frame, next, socket, closed } = await openSocket(ingest.url);
	frame(1, [event('1', { source: what })]);
	socket.send(data);
	frame(2, [event('2', { source: what })]);
	expect(await next()).toEqual(answer(1, 1));
	expect(await next()).toMatchObject({ error: { reason } });
	expect(await closed).toBe(code);
});

test('accepts a frame of exactly the limit', async () => {
	const { next, socket } = await openSocket(ingest.url);
	const bare = JSON.stringify({ seq: 1, events: [], fill: '' });
	socket.send(JSON.stringify({ seq: 1, events: [], fill: 'x'.repeat(FRAME_BYTES - bare.length) }));
	expect(await next()).toEqual(answer(1, 0));
	socket.close();
});

test('says so and closes when the text is not UTF-8', async () => {
	const { socket, next, closed } = await openSocket(ingest.url);
	socket.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
	expect(await next()).toMatchObject({ error: { reason: 'not_text' } });
	expect(await closed).toBe(1007);
});

test('closes a producer that goes over its credit, after answering what was within', async () => {
	const { frame, next, closed } = await openSocket(ingest.url);
	frame(1, [event('1', { source: 'credit' })]);
	frame(2, Array(FIRST_CREDIT).fill(0));
	expect(await next()).toMatchObject({ ack: 1, accepted: 1, credit: CREDIT });
	expect(await next()).toMatchObject({ error: { reason: 'over_credit', path: 'events' } });
	expect(await closed).toBe(1008);
});

test('grants the whole credit with the first answer', async () => {
	const { frame, next, socket } = await openSocket(ingest.url);
	const bad = Array.from({ length: 9_000 }, () => 0);
	frame(1, bad);
	await next();
	for (const seq of [2, 3, 4]) frame(seq, bad);
	for (const seq of [2, 3, 4]) expect(await next()).toMatchObject({ ack: seq });
	socket.close();
});

test('answers what was sent before the producer closes', async () => {
	const { frame, next, socket, closed } = await openSocket(ingest.url);
	frame(1, [event('1', { source: 'last words' })]);
	socket.close(1000);
	expect(await next()).toEqual(answer(1, 1));
	expect(await closed).toBe(1000);
});

/** How an upgrade is refused: status and body. */
async function refusalOf(url: string, protocols: string[], headers: Record<string, string>) {
	const socket = new WebSocket(url, protocols, { headers });
	socket.on('error', () => {});
	const [, response] = await once(socket, 'unexpected-response');
	let body = '';
	for await (const chunk of response) body += chunk;
	return { status: response.statusCode, ...JSON.parse(body) };
}

const authorization = `Bearer ${KEY}`;

test.each([
	['no key', {}, 401, 'Authorization'],
	['a wrong key', { authorization: 'Bearer wrong' }, 401, 'Authorization'],
	['a page of another host', { authorization, origin: 'https://elsewhere.example' }, 403, 'Origin'],
	['a page of no host', { authorization, origin: 'null' }, 403, 'Origin']
])('refuses %s at the door, naming the header', async (_what, headers, status, path) => {
	expect(await refusalOf(ingest.url, [SUBPROTOCOL], headers)).toMatchObject({ status, error: { path } });
});

test.each([[[]], [['other.v1']]])('refuses a connection that speaks %j', async (protocols) => {
	expect(await refusalOf(ingest.url, protocols, { authorization })).toMatchObject({
		status: 400,
		error: { path: 'Sec-WebSocket-Protocol', detail: expect.stringContaining(SUBPROTOCOL) }
	});
});

test('has no WebSocket at another path', async () => {
	const url = ingest.url.replace('/events', '/other');
	expect(await refusalOf(url, [SUBPROTOCOL], { authorization })).toMatchObject({ status: 404 });
});

test('accepts a page of its own host', async () => {
	const { host } = new URL(ingest.url);
	const socket = new WebSocket(ingest.url, SUBPROTOCOL, {
		headers: { authorization, origin: `http://${host}` }
	});
	await once(socket, 'open');
	socket.terminate();
});

test('outlives a producer that breaks off in the middle of a frame', async () => {
	const { socket, frame } = await openSocket(ingest.url);
	frame(1, [event('1', { source: 'broken off' })]);
	socket.terminate();
	const raw = connectTcp(ingest.port, '127.0.0.1');
	raw.end('GET /v1/events HTTP/1.1\r\nUpgrade: nonsense\r\n\r\n');
	await once(raw.resume(), 'close');
	const again = await openSocket(ingest.url);
	again.frame(1, [event('2', { source: 'broken off' })]);
	expect(await again.next()).toEqual(answer(1, 1));
	again.socket.close();
});

test('takes nothing while the spool is full, says so, and takes it again once there is room', async () => {
	const clickhouse = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-full-'));
	const spool = { file: join(folder, 'spool.db'), maxBytes: 60_000 };
	const full = await startTestIngest({ clickhouse, spool, drainMs: 0 });
	const data = { instrument: 'csat', score: 5, comment: 'x'.repeat(9_000) };
	const survey = (id: string) => event(id, { source: 'full', type: 'survey.answered', data });
	const { frame, next, closed } = await openSocket(full.url);
	let seq = 0;
	for (; ; seq++) {
		frame(seq, [survey(String(seq)), survey(String(seq))]);
		const said = FrameAnswer.safeParse(await next());
		if (!said.success) break;
		expect(said.data).toMatchObject({ accepted: 1, duplicates: 1 });
	}
	expect(seq).toBeGreaterThan(3);
	expect(await closed).toBe(1013);
	const health = await (await fetch(`http://127.0.0.1:${full.port}/health`)).json();
	expect(health).toMatchObject({ status: 'unavailable', ready: false, received: seq * 2, accepted: seq });
	expect(await full.stop()).toBe(seq);

	const again = await startTestIngest({ clickhouse: database.clickhouse, spool });
	await again.drained();
	expect((await stored('full')).map(({ id }) => Number(id))).toEqual([...Array(seq).keys()]);
	const producer = await openSocket(again.url);
	producer.frame(0, [survey(String(seq))]);
	expect(await producer.next()).toMatchObject({ accepted: 1, duplicates: 0 });
	producer.socket.close();
	await again.stop();
	await clickhouse.close();
	rmSync(folder, { recursive: true, force: true });
});

test('gives less credit as the spool fills, and never takes back more than it has just answered', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-credit-'));
	const nowhere = connect({ url: 'http://127.0.0.1:9', database: 'nowhere' });
	const spool = { file: join(folder, 'spool.db'), maxBytes: 100_000 };
	const away = await startTestIngest({ clickhouse: nowhere, spool, drainMs: 0 });
	const data = { instrument: 'csat', score: 5, comment: 'x'.repeat(9_000) };
	const { frame, next, socket } = await openSocket(away.url);
	const credits: number[] = [];
	const known = {
		specversion: '1.0',
		id: 'k',
		source: 's',
		type: 'case.opened',
		time: '2026-01-05T09:30:00Z',
		subject: 'c'
	};
	for (let seq = 0; seq < 9; seq++) {
		frame(seq, [
			event(String(seq), { source: 'credit', type: 'survey.answered', data }),
			...Array(6_000).fill(known)
		]);
		credits.push(FrameAnswer.parse(await next()).credit);
	}
	expect(credits[0]).toBe(CREDIT);
	expect(credits.at(-1)).toBeLessThan(CREDIT / 2);
	expect(credits).toEqual([...credits].sort((a, b) => b - a));
	credits.reduce((before, credit) => {
		expect(before - credit).toBeLessThanOrEqual(6_001);
		return credit;
	});
	socket.close();
	await away.stop();
	await nowhere.close();
	rmSync(folder, { recursive: true, force: true });
});
