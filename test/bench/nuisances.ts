import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { benchFrames } from './events.ts';
import { KEY } from './support.ts';

/** A producer that is a burden to others, until it is told to stop. */
export type Nuisance = { stop(): void };

/** Sends what it may and never reads an answer; sends more from time to time, and comes back when it is thrown out. */
export function startSilent(url: string, run: string): Nuisance {
	const frames = benchFrames({ run, events: 10_000, size: 100 });
	let stopped = false;
	let socket: WebSocket;
	let timer: NodeJS.Timeout | undefined;

	function connect() {
		socket = new WebSocket(url, 'touchstone.v1', { headers: { authorization: `Bearer ${KEY}` } });
		socket.on('error', () => {});
		socket.once('open', () => {
			socket.pause();
			for (const frame of frames) socket.send(frame, { binary: false });
			let seq = frames.length;
			timer = setInterval(() => socket.send(`{"seq":${seq++},"events":[]}`), 100);
		});
		socket.once('close', () => {
			clearInterval(timer);
			if (!stopped) setTimeout(connect, 50);
		});
	}

	connect();
	return {
		stop() {
			stopped = true;
			socket.terminate();
		}
	};
}

/** A WebSocket without its comforts: what is written goes out as it is. */
async function openRaw(url: string): Promise<Duplex> {
	const asked = request(url.replace('ws:', 'http:'), {
		headers: {
			connection: 'Upgrade',
			upgrade: 'websocket',
			'sec-websocket-version': '13',
			'sec-websocket-key': randomBytes(16).toString('base64'),
			'sec-websocket-protocol': 'touchstone.v1',
			authorization: `Bearer ${KEY}`
		}
	}).end();
	const [, socket]: unknown[] = await once(asked, 'upgrade');
	if (socket instanceof Duplex) return socket;
	throw new Error('ingest did not upgrade the connection');
}

/** A text frame as a client has to send it: masked. */
function masked(payload: Buffer): Buffer {
	const mask = randomBytes(4);
	const head = Buffer.alloc(8);
	head.writeUInt8(0x81, 0);
	head.writeUInt8(0x80 | 126, 1);
	head.writeUInt16BE(payload.length, 2);
	mask.copy(head, 4);
	return Buffer.concat([head, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

/** Drips its frames, a few bytes every other millisecond. */
export async function startSlow(url: string, run: string): Promise<Nuisance> {
	const socket = await openRaw(url);
	socket.on('error', () => {}).resume();
	const bytes = Buffer.concat(benchFrames({ run, events: 20_000, size: 100 }).map(masked));
	let sent = 0;
	const timer = setInterval(() => {
		socket.write(bytes.subarray(sent, sent + 7));
		sent += 7;
	}, 2);
	return {
		stop() {
			clearInterval(timer);
			socket.destroy();
		}
	};
}
