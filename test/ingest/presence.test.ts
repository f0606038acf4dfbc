import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { askPresence } from '../../ingest/presence.ts';
import { IngestSocket } from '../../ingest/websocket.ts';

/** Long enough for an answer on a busy machine. */
const EVERY_MS = 250;

const cleanups: (() => unknown)[] = [];
afterEach(() => {
	for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** A producer whose presence is asked for; `changes` is what was told of it, `changed` resolves with the next. */
async function producerThat(answers: boolean, paused = false) {
	const server = new WebSocketServer<typeof IngestSocket>({
		port: 0,
		host: '127.0.0.1',
		WebSocket: IngestSocket
	});
	await once(server, 'listening');
	const address = server.address();
	const opened = new Promise<IngestSocket>((resolve) => server.once('connection', resolve));
	const url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
	const producer = new WebSocket(url, { autoPong: answers });
	const socket = await opened;
	if (paused) socket.pause();
	const changes: boolean[] = [];
	let tell: (present: boolean) => void = () => undefined;
	const stop = askPresence(
		socket,
		(present) => {
			changes.push(present);
			tell(present);
		},
		EVERY_MS
	);
	cleanups.push(
		() => server.close(),
		() => producer.terminate(),
		stop
	);
	return {
		producer,
		socket,
		changes,
		changed: () => new Promise<boolean>((resolve) => (tell = resolve))
	};
}

async function pings(producer: WebSocket, times: number) {
	for (let time = 0; time < times; time++) await once(producer, 'ping');
}

test('tells once that a producer does not answer, and when it does again, and does not end its connection', async () => {
	const { producer, socket, changes, changed } = await producerThat(false);
	expect(await changed()).toBe(false);
	await pings(producer, 3);
	expect(changes).toEqual([false]);
	producer.send('{}');
	expect(await changed()).toBe(true);
	expect(socket.readyState).toBe(socket.OPEN);
});

test('has nothing to tell of one that answers, or that is not read from', async () => {
	const there = await producerThat(true);
	const unheard = await producerThat(false, true);
	await pings(there.producer, 4);
	await pings(unheard.producer, 1);
	expect([there.changes, unheard.changes]).toEqual([[], []]);
});
