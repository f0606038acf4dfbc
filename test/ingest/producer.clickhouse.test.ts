import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { CloudEvent } from '#schema/event.ts';
import { FIRST_CREDIT, type EventFrame, type FrameAnswer } from '#schema/frame.ts';
import { createProducer, type ProducerOptions } from '../../ingest/client/client.ts';
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

const produce = (options: Partial<ProducerOptions> = {}) =>
	createProducer({ url: ingest.url, key: KEY, random: () => 0, ...options });

test('has everything acknowledged when it is drained, and soon in ClickHouse', async () => {
	const before = await countEvents(database.clickhouse);
	const producer = produce({ frameSize: 100 });
	for (let n = 0; n < 2_050; n++) await producer.send(event(String(n), { source: 'drained' }));
	await producer.drain();
	expect(producer.counts).toEqual({
		sent: 2_050,
		accepted: 2_050,
		duplicates: 0,
		rejected: 0,
		unacknowledged: 0
	});
	await producer.close();
	await ingest.drained();
	expect((await countEvents(database.clickhouse)).events).toBe(before.events + 2_050);
});

test('sends a partial frame without being drained', async () => {
	let answered = (_answer: FrameAnswer) => {};
	const answer = new Promise<FrameAnswer>((resolve) => (answered = resolve));
	const producer = produce({ onAnswer: answered, lingerMs: 1 });
	await producer.send(event('1', { source: 'partial' }));
	expect(await answer).toMatchObject({ accepted: 1 });
	await producer.close();
});

test('hands each answer over with the events it is about', async () => {
	const refused: string[] = [];
	const producer = produce({
		frameSize: 3,
		onAnswer: ({ rejected }, events) => rejected.forEach(({ index }) => refused.push(events[index]?.id ?? ''))
	});
	for (let n = 0; n < 10; n++)
		await producer.send(event(`${n}`, { source: 'answers', data: { team: n % 4 === 1 ? 7 : 'Billing' } }));
	await producer.close();
	expect(refused).toEqual(['1', '5', '9']);
	expect(producer.counts).toMatchObject({ accepted: 7, rejected: 3 });
});

test('refuses an event that fits in no frame, and goes on', async () => {
	const producer = produce();
	await expect(producer.send(event('big', { data: { note: 'x'.repeat(600_000) } }))).rejects.toThrow(
		/event big is too/
	);
	await producer.send(event('small', { source: 'after big' }));
	await producer.close();
	expect(producer.counts).toMatchObject({ sent: 1, accepted: 1 });
});

test('says for good that the key is refused', async () => {
	const producer = produce({ key: 'wrong' });
	await expect(producer.send(event('1'))).rejects.toThrow(/401.*Authorization/s);
	await expect(producer.drain()).rejects.toThrow(/401/);
	await expect(producer.close()).rejects.toThrow(/401/);
});

/** A server of the test's own on a free port; `stop` ends it with all its connections. */
async function serve(server: ReturnType<typeof createHttpServer>) {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `ws://127.0.0.1:${port}/v1/events`, port };
}

test('says for good that the server speaks another subprotocol', async () => {
	const server = createHttpServer();
	const sockets = new WebSocketServer({ server, handleProtocols: () => 'other.v9' });
	const { url } = await serve(server);
	await expect(produce({ url }).drain()).resolves.toBeUndefined(); // nothing to send, nothing to wait for
	await expect(produce({ url }).send(event('1'))).rejects.toThrow(
		/does not speak the subprotocol touchstone.v1/
	);
	sockets.close();
	server.close();
});

test('surfaces what the server says of a frame', async () => {
	const server = createHttpServer();
	const sockets = new WebSocketServer({ server });
	sockets.on('connection', (socket) =>
		socket.on('message', () => socket.send('{"error":{"reason":"invalid","path":"seq","detail":"no"}}'))
	);
	const { url } = await serve(server);
	const producer = produce({ url });
	await producer.send(event('1'));
	await expect(producer.drain()).rejects.toThrow(/refused a frame: invalid at seq: no/);
	sockets.close();
	server.close();
});

test('holds senders back while the credit is used up, and keeps several frames in flight', async () => {
	const server = createHttpServer();
	const sockets = new WebSocketServer({ server });
	const held: EventFrame[] = [];
	let holding = true;
	sockets.on('connection', (socket) =>
		socket.on('message', (data) => {
			held.push(JSON.parse(data.toString()));
			if (held.length === FIRST_CREDIT / 1_000) holding = false;
			if (holding) return;
			for (const { seq, events } of held.splice(0))
				socket.send(
					JSON.stringify({ ack: seq, accepted: events.length, duplicates: 0, rejected: [], credit: 1_000 })
				);
		})
	);
	const { url } = await serve(server);
	let most = 0;
	const producer = produce({ url, frameSize: 1_000 });
	const sends = Array.from({ length: 12_000 }, async (_, n) => {
		await producer.send(event(String(n)));
		most = Math.max(most, producer.counts.unacknowledged);
	});
	await Promise.all(sends);
	await producer.drain();
	expect(most).toBe(FIRST_CREDIT);
	expect(producer.counts).toMatchObject({ sent: 12_000, accepted: 12_000, unacknowledged: 0 });
	await producer.close();
	sockets.close();
	server.close();
});

test('sends again later what a full spool did not take', async () => {
	const server = createHttpServer();
	const sockets = new WebSocketServer({ server });
	let connections = 0;
	sockets.on('connection', (socket) => {
		const isFull = ++connections <= 2;
		socket.on('message', (data) => {
			const { seq, events } = JSON.parse(data.toString()) as EventFrame;
			if (isFull) {
				socket.send('{"error":{"reason":"spool_full","path":"","detail":"later"}}');
				return socket.close(1013, 'spool_full');
			}
			socket.send(
				JSON.stringify({ ack: seq, accepted: events.length, duplicates: 0, rejected: [], credit: 1_000 })
			);
		});
	});
	const { url } = await serve(server);
	const waits: string[] = [];
	const producer = produce({
		url,
		onState: (state, detail) => void (state === 'waiting' && waits.push(detail ?? ''))
	});
	await producer.send(event('1'));
	await producer.close();
	expect(waits).toEqual(['later', 'later']);
	expect(producer.counts).toMatchObject({ sent: 1, accepted: 1, unacknowledged: 0 });
	sockets.close();
	server.close();
});

test('sends again what was not acknowledged when the connection broke, in the same order', async () => {
	const server = createHttpServer();
	const sockets = new WebSocketServer({ server });
	const heard: { seq: number; ids: string[] }[][] = [];
	sockets.on('connection', (socket) => {
		const mine: { seq: number; ids: string[] }[] = [];
		heard.push(mine);
		socket.on('message', (data) => {
			const { seq, events } = JSON.parse(data.toString()) as { seq: number; events: CloudEvent[] };
			mine.push({ seq, ids: events.map(({ id }) => id) });
			if (heard.length === 1 && mine.length === 3) return socket.terminate();
			if (heard.length === 1 && mine.length > 1) return;
			socket.send(
				JSON.stringify({ ack: seq, accepted: events.length, duplicates: 0, rejected: [], credit: 1_000 })
			);
		});
	});
	const { url } = await serve(server);
	const states: string[] = [];
	const producer = produce({ url, frameSize: 1, onState: (state) => states.push(state) });
	for (const id of ['a', 'b', 'c', 'd']) await producer.send(event(id));
	await producer.close();
	expect(heard[0]?.slice(0, 3).map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c']]);
	expect(heard[1]?.map(({ ids }) => ids)).toEqual([['b'], ['c'], ['d']]);
	expect(heard[1]?.map(({ seq }) => seq)).toEqual([0, 1, 2]);
	expect(states).toEqual(['connecting', 'connected', 'waiting', 'connecting', 'connected']);
	expect(producer.counts).toMatchObject({ sent: 4, accepted: 4, unacknowledged: 0 });
	sockets.close();
	server.close();
});

test('waits for an ingest that is not there yet', async () => {
	const taken = createServer();
	taken.listen(0, '127.0.0.1');
	await once(taken, 'listening');
	const { port } = taken.address() as AddressInfo;
	taken.close();
	await once(taken, 'close');

	let late: Promise<Ingest> | undefined;
	const producer = produce({
		url: `ws://127.0.0.1:${port}/v1/events`,
		onState: (state) => {
			if (state === 'waiting') late ??= startTestIngest({ clickhouse: database.clickhouse, port });
		}
	});
	await producer.send(event('1', { source: 'late' }));
	await producer.close();
	expect(producer.counts).toMatchObject({ accepted: 1 });
	await (await late)?.stop();
});

test('loses nothing when ingest stops in the middle and comes back', async () => {
	await ingest.drained();
	const before = await countEvents(database.clickhouse);
	const first = await startTestIngest({ clickhouse: database.clickhouse });
	const producer = produce({ url: first.url, frameSize: 50 });
	let second: Ingest | undefined;
	for (let n = 0; n < 3_000; n++) {
		await producer.send(event(String(n), { source: 'restart' }));
		if (n === 1_500) {
			await first.stop();
			second = await startTestIngest({ clickhouse: database.clickhouse, port: first.port });
		}
	}
	await producer.close();
	expect(producer.counts.unacknowledged).toBe(0);
	await second?.drained();
	expect((await countEvents(database.clickhouse)).events).toBe(before.events + 3_000);
	await second?.stop();
});

test('says which port is taken', async () => {
	const options = { port: ingest.port, clickhouse: database.clickhouse };
	await expect(startTestIngest(options)).rejects.toThrow(/Port \d+ is taken. Set INGEST_PORT/);
});
