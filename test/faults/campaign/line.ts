import { WebSocket } from 'ws';
import type { Ledger } from '../checker/ledger.ts';
import type { Random } from './random.ts';

/** An ingest process to send to; `process` names its present run. */
export type Target = { url: string; readonly process: string };

export type LineOptions = {
	target: Target;
	key: string;
	ledger: Ledger;
	random: Random;
	cut: number;
	/** The next frame, of at most `room` events. */
	take: (room: number) => number[] | undefined;
	giveBack: (frames: number[][]) => void;
	onAnswered: (events: number[], acked: boolean) => void;
};

const FIRST_CREDIT = 10_000;
const PUMP_MS = 4;
/** How long to wait before connecting again: longer from failure to failure. */
const RETRY_MS = { least: 10, most: 1_000 };

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** One connection after another to one ingest process, for as long as there is something to send. */
export function openLine({ target, key, ledger, random, cut, take, giveBack, onAnswered }: LineOptions) {
	let closed = false;
	let socket: WebSocket | undefined;
	let retry: NodeJS.Timeout | undefined;
	let failures = 0;
	let ended: (() => void) | undefined;

	function connect() {
		const process = target.process;
		const mine = new WebSocket(target.url, 'touchstone.v1', {
			headers: { authorization: `Bearer ${key}` },
			handshakeTimeout: 5_000,
			perMessageDeflate: false
		});
		socket = mine;
		mine.on('error', () => {}); // a close follows
		mine.once('open', () => {
			// Which run it leads to has to be known: in between, one may have ended and the next begun.
			if (process === target.process && !closed) speak(mine, process);
			else mine.terminate();
		});
		mine.once('close', () => {
			socket = undefined;
			if (closed) ended?.();
			else
				retry = setTimeout(
					connect,
					random.whole(RETRY_MS.least, Math.min(RETRY_MS.most, 100 * 2 ** failures++))
				);
		});
	}

	function speak(socket: WebSocket, process: string) {
		const connection = ledger.connections.push(process) - 1;
		const unanswered: number[][] = [];
		let seq = random.whole(0, 1_000);
		let credit = FIRST_CREDIT;
		let open = 0;
		let leaving = false;

		function hear(text: string) {
			const message: unknown = JSON.parse(text);
			ledger.log.push({ what: 'heard', connection, message });
			const acked = isRecord(message) && 'ack' in message;
			if (acked) failures = 0;
			if (isRecord(message) && typeof message.credit === 'number') credit = message.credit;
			const frame = unanswered.shift();
			if (!frame) return;
			open -= frame.length;
			onAnswered(frame, acked);
		}

		function send(events: number[]) {
			seq += random.whole(1, 3);
			ledger.log.push({ what: 'sent', connection, seq, events });
			unanswered.push(events);
			open += events.length;
			socket.send(`{"seq":${seq},"events":[${events.map((event) => ledger.events[event]?.text).join(',')}]}`);
			if (random.chance(cut)) cutOff();
		}

		/** The answer is lost: the connection ends at once, or a while after nobody listens to it any more. */
		function cutOff() {
			leaving = true;
			if (random.chance(0.3)) return socket.terminate();
			socket.pause();
			setTimeout(() => socket.terminate(), random.whole(0, 200));
		}

		function pump() {
			while (!leaving && socket.readyState === WebSocket.OPEN) {
				const frame = take(credit - open);
				if (!frame) return;
				send(frame);
			}
		}

		const timer = setInterval(pump, PUMP_MS);
		socket.on('message', (data) => {
			if (leaving) return;
			hear(data.toString());
			pump();
		});
		socket.once('close', () => {
			clearInterval(timer);
			giveBack(unanswered.splice(0));
		});
	}

	connect();
	return {
		close(): Promise<void> {
			closed = true;
			clearTimeout(retry);
			if (!socket) return Promise.resolve();
			const gone = new Promise<void>((resolve) => (ended = resolve));
			socket.close();
			return gone;
		}
	};
}
export type Line = ReturnType<typeof openLine>;
