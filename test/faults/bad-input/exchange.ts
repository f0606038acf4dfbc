import { connect, type Socket } from 'node:net';
import { setImmediate as soon, setTimeout as sleep } from 'node:timers/promises';
import { createListener } from './listen.ts';

/** What a client does on a bare connection, in order. */
export type Step =
	| Buffer
	/** Sends it byte by byte, each in a packet of its own. */
	| { trickle: Buffer }
	/** Sends it again and again. */
	| { repeat: Buffer; times: number }
	/** Waits until the server has said something that begins so. */
	| { until: string }
	| { waitMs: number }
	/** Says that nothing more comes, and goes on listening. */
	| 'end'
	/** Is gone at once. */
	| 'vanish'
	/** Reads nothing for a while. */
	| { deafMs: number };

/** After so long there is no answer: longer than the server's own patience with a slow request. */
const PATIENCE_MS = 45_000;
/** The last word of a connection that never ended. */
export const NO_END = 'NO END';
/** How long a client waits for its own packets: a server may have stopped reading for good. */
const WRITE_MS = 10_000;

async function put(socket: Socket, bytes: Buffer) {
	if (socket.destroyed || socket.writableEnded) return;
	if (socket.write(bytes)) return;
	const drained = new Promise<void>((resolve) =>
		socket.once('drain', resolve).once('close', () => resolve())
	);
	await Promise.race([drained, sleep(WRITE_MS, undefined, { ref: false })]);
}

/**
 * One connection from start to end: the words of the server, and how it ended (`cut`: without a close of the WebSocket or an
 * answer that says so). A client that has heard a close hangs up.
 */
export async function exchange(port: number, steps: readonly Step[]): Promise<string[]> {
	const words: string[] = [];
	let wake = () => {};
	const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
	const listener = createListener((word) => {
		words.push(word);
		if (word.startsWith('close')) socket.end();
		wake();
	});
	let over = false;
	const ended = new Promise<void>((resolve) => {
		const finish = () => {
			over = true;
			wake();
			resolve();
		};
		socket.once('end', () => {
			socket.end();
			finish();
		});
		socket.once('close', finish);
	});
	socket.on('data', (chunk) => listener.hear(chunk));
	socket.on('error', () => {}); // a close follows
	const patience = new AbortController();
	const late = sleep(PATIENCE_MS, 'late', { signal: patience.signal }).catch(() => 'ended');

	async function until(start: string) {
		while (!over && !words.some((word) => word.startsWith(start)))
			await new Promise<void>((resolve) => (wake = resolve));
	}

	async function act(step: Step) {
		if (over) return;
		if (Buffer.isBuffer(step)) return put(socket, step);
		if (step === 'end') return void socket.end();
		if (step === 'vanish') return void socket.resetAndDestroy();
		if ('until' in step) return until(step.until);
		if ('waitMs' in step) return sleep(step.waitMs);
		if ('deafMs' in step) {
			socket.pause();
			await sleep(step.deafMs);
			socket.resume();
		} else if ('trickle' in step)
			for (const byte of step.trickle) {
				await put(socket, Buffer.from([byte]));
				await soon();
			}
		else for (let time = 0; time < step.times && !over; time++) await put(socket, step.repeat);
	}

	async function play() {
		for (const step of steps) await act(step);
		await ended;
	}
	const outcome = await Promise.race([play().then(() => 'played'), late]);
	patience.abort();
	socket.destroy();
	if (outcome === 'late') words.push(NO_END);
	listener.end();
	return words;
}
