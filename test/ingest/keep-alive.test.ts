import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive } from '../../ingest/keep-alive.ts';
import { IngestSocket } from '../../ingest/websocket.ts';

/** Long enough for an answer on a busy machine. */
const EVERY_MS = 250;

const cleanups: (() => unknown)[] = [];
afterEach(() => {
	for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** A connection that is kept alive, and its producer. `unread`: how much the producer has left unread, time after time. */
async function connection({ autoPong = true, paused = false, unread }: Options = {}) {
	const server = new WebSocketServer<typeof IngestSocket>({
		port: 0,
		host: '127.0.0.1',
		WebSocket: IngestSocket
	});
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const opened = new Promise<IngestSocket>((resolve) => server.once('connection', resolve));
	const producer = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong });
	const socket = await opened;
	if (paused) socket.pause();
	if (unread) Object.defineProperty(socket, 'bufferedAmount', { get: unread });
	const stop = keepAlive(socket, { has: (reason) => reason === 'unread' && unread !== undefined }, EVERY_MS);
	cleanups.push(
		() => server.close(),
		() => producer.terminate(),
		stop
	);
	return { socket, producer };
}
type Options = { autoPong?: boolean; paused?: boolean; unread?: () => number };

async function pings(producer: WebSocket, times: number) {
	for (let time = 0; time < times; time++) await once(producer, 'ping');
}

test('ends a connection whose producer is gone without a word', async () => {
	const { producer } = await connection({ autoPong: false });
	const [code] = await once(producer, 'close');
	expect(code).toBe(1006);
});

test('keeps one whose producer answers, though it sends nothing', async () => {
	const { producer, socket } = await connection();
	await pings(producer, 4);
	expect(socket.readyState).toBe(socket.OPEN);
});

test('spares one that is not read from: it cannot be heard', async () => {
	const { producer, socket } = await connection({ autoPong: false, paused: true });
	await pings(producer, 4);
	expect(socket.readyState).toBe(socket.OPEN);
});

test('ends one whose producer reads nothing of what it is told', async () => {
	const { producer } = await connection({ paused: true, unread: () => 1_000_000 });
	const [code] = await once(producer, 'close');
	expect(code).toBe(1006);
});

test('keeps one whose producer reads, however slowly', async () => {
	let left = 1_000_000;
	const { producer, socket } = await connection({ paused: true, unread: () => left-- });
	await pings(producer, 4);
	expect(socket.readyState).toBe(socket.OPEN);
});
