import { createServer } from 'node:http';
import { once } from 'node:events';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createAccess } from '../../ingest/access.ts';
import { createCounters } from '../../ingest/counters.ts';
import { createKeyring } from '../../ingest/keys.ts';
import type { Answered, Pipeline } from '../../ingest/pipeline.ts';
import { createSockets, type SocketOptions } from '../../ingest/socket.ts';
import { SpoolFull } from '../../ingest/spool.ts';
import { KEY, event, openSocket } from './support.ts';

// The WebSocket end before a pipeline whose answers the test gives.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const keyring = createKeyring([
	{ name: 'test', secret: KEY },
	{ name: 'other', secret: `${KEY}-other` }
]);

async function start(options: Partial<SocketOptions> = {}) {
	const taken: { event: unknown; answered: Answered }[] = [];
	const waiting: { at: number; resolve: () => void }[] = [];
	const pipeline: Pick<Pipeline, 'submit'> = {
		submit([event], _from, answered) {
			taken.push({ event, answered });
			for (const { at, resolve } of waiting) if (taken.length >= at) resolve();
		}
	};
	const sockets = createSockets({
		access: createAccess({ keyring }),
		pipeline,
		afford: () => 40_000,
		ready: () => true,
		limit: { waitMs: () => 0 },
		counters: createCounters(),
		log: pino({ level: 'silent' }),
		...options
	});
	const server = createServer().on('upgrade', sockets.upgrade).listen(0, '127.0.0.1');
	await once(server, 'listening');
	cleanups.push(() => server.close());
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	return {
		sockets,
		taken,
		url: `ws://127.0.0.1:${port}/v1/events`,
		/** Resolves when so many events were taken. */
		arrived: (at: number) =>
			taken.length >= at ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ at, resolve })),
		answer(error?: unknown) {
			for (const { answered } of taken.splice(0))
				answered(error, { accepted: 1, duplicates: 0, rejected: [] });
		}
	};
}

const cloudEvents = (url: string) => openSocket(url, { protocol: 'cloudevents.json' });
const text = (id: string) => JSON.stringify(event(id));

test('answers a close of cloudevents.json only when every event before it is durable', async () => {
	const { url, arrived, answer } = await start();
	const { socket, closed } = await cloudEvents(url);
	socket.send(text('1'));
	await arrived(1);
	let isClosed = false;
	void closed.then(() => (isClosed = true));
	socket.close(1000);
	const second = await cloudEvents(url); // a round trip later than the close
	second.socket.send(text('2'));
	await arrived(2);
	expect(isClosed).toBe(false);
	answer();
	expect(await closed).toBe(1000);
	second.socket.close();
	await second.closed;
});

test.each([
	['the spool is full', new SpoolFull('full'), 1013],
	['a write failed', new Error('no disk'), 1011]
])('closes cloudevents.json when %s, for only that can say so', async (_what, error, code) => {
	const { url, arrived, answer } = await start();
	const { socket, closed } = await cloudEvents(url);
	socket.send(text('1'));
	await arrived(1);
	answer(error);
	expect(await closed).toBe(code);
});

test('reads no further events of cloudevents.json while the spool has no room', async () => {
	let credit = 1_000;
	const { url, arrived, answer, taken } = await start({ afford: () => credit });
	const { socket, closed } = await cloudEvents(url);
	socket.send(text('1'));
	await arrived(1);
	answer(); // and sees that there is no room
	socket.send(text('2'));
	const other = await cloudEvents(url);
	other.socket.send(text('3'));
	await arrived(1);
	expect(taken).toMatchObject([{ event: { id: '3' } }]);
	credit = 40_000;
	await arrived(2);
	expect(taken).toMatchObject([{ event: { id: '3' } }, { event: { id: '2' } }]);
	answer();
	socket.close();
	other.socket.close();
	await Promise.all([closed, other.closed]);
});

test('lets nobody in while the spool takes nothing, and says when to come back', async () => {
	let ready = false;
	const { url } = await start({ ready: () => ready });
	const socket = new WebSocket(url, 'touchstone.v1', { headers: { authorization: `Bearer ${KEY}` } });
	socket.on('error', () => {});
	const [, response] = await once(socket, 'unexpected-response');
	expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
	ready = true;
	const late = await openSocket(url);
	late.socket.close();
	await late.closed;
});

test('limits how many connections a key has at once; others come in, and so does it when one is gone', async () => {
	const { url, sockets } = await start({ connectionsAKey: 2 });
	const one = await openSocket(url);
	const two = await cloudEvents(url);
	await expect(openSocket(url)).rejects.toThrow('429');
	const other = await openSocket(url, { key: `${KEY}-other` });
	expect(sockets.byKey()).toEqual({ test: 2, other: 1 });
	one.socket.close();
	await one.closed;
	await expect.poll(() => sockets.byKey().test).toBe(1);
	const three = await openSocket(url);
	for (const { socket, closed } of [two, three, other]) {
		socket.close();
		await closed;
	}
});

test('does not read from a connection opened while its key has to wait, until it may go on', async () => {
	const { url, sockets, arrived, taken, answer } = await start({
		limit: { waitMs: () => 1_000 }
	});
	const held = await cloudEvents(url);
	held.socket.send(text('1'));
	const { socket, closed } = await cloudEvents(url);
	sockets.slow('other', false);
	expect(taken).toEqual([]);
	sockets.slow('test', false);
	await arrived(1);
	answer();
	held.socket.close();
	socket.close();
	await Promise.all([held.closed, closed]);
});

test.each(['touchstone.v1', 'cloudevents.json'])(
	'answers a ping over %s with its own words',
	async (protocol) => {
		const { url } = await start();
		const { socket, closed } = await openSocket(url, { protocol });
		socket.ping('are you there');
		const [words] = await once(socket, 'pong');
		expect(String(words)).toBe('are you there');
		socket.close();
		await closed;
	}
);

test('drops the connections of one key and leaves the others', async () => {
	const { url, sockets } = await start();
	const one = await cloudEvents(url);
	const other = await openSocket(url, { key: `${KEY}-other` });
	sockets.drop('test');
	expect(await one.closed).toBe(1006);
	expect(other.socket.readyState).toBe(other.socket.OPEN);
	other.socket.close();
	await other.closed;
});

test('says why it closes when it stops, and takes nobody in any more', async () => {
	const { url, sockets, arrived, answer } = await start();
	const { socket, closed } = await cloudEvents(url);
	socket.send(text('1'));
	await arrived(1);
	const gone = sockets.close(1001, 'ingest is stopping');
	await expect(cloudEvents(url)).rejects.toThrow('503');
	answer();
	expect(await closed).toBe(1001);
	await gone;
});
