import type { CloudEvent } from '#schema/event.ts';
import {
	FIRST_CREDIT,
	FRAME_BYTES,
	LEAST_CREDIT,
	ServerMessage,
	type FrameAnswer,
	type FrameError
} from '#schema/frame.ts';
import { backoffMs } from '../backoff.ts';
import { openConnection, type Connection, type Ending } from './connection.ts';
import { createFrames, type Frame } from './frames.ts';

export type ProducerCounts = {
	sent: number;
	accepted: number;
	duplicates: number;
	rejected: number;
	unacknowledged: number;
};

/** Sends service events over one WebSocket, again and again until each is acknowledged. */
export type Producer = {
	/** Resolves once the event is queued: waits while the credit is used up or the connection is away (back-pressure). */
	send(event: CloudEvent): Promise<void>;
	/** Sends what is queued; resolves when everything sent so far is acknowledged. */
	drain(): Promise<void>;
	/** Drains, then closes the connection. */
	close(): Promise<void>;
	readonly counts: Readonly<ProducerCounts>;
};

export type ProducerOptions = {
	/** As ws://127.0.0.1:8787/v1/events */
	url: string;
	key: string;
	/** Events per frame, at most 1,000; a frame never exceeds the frame byte limit either. */
	frameSize?: number;
	/** A partial frame is sent after this long. */
	lingerMs?: number;
	/** Called with each answer and the events of its frame: `rejected[].index` points into them. */
	onAnswer?: (answer: FrameAnswer, events: CloudEvent[]) => void;
	onState?: (state: 'connecting' | 'connected' | 'waiting', detail?: string) => void;
	/** For the jitter of the back-off. */
	random?: () => number;
};

/** Errors that pass with time: the server closes, and everything unacknowledged is sent again later. */
const PASSING: ReadonlySet<FrameError['error']['reason']> = new Set(['spool_full', 'not_stored']);

type Waiter = { resolve: () => void; reject: (error: Error) => void };

/** What may be unacknowledged at most, whatever the credit: memory stays bounded with large events. */
const UNACKNOWLEDGED_BYTES = 16 * FRAME_BYTES;

/**
 * A producer for the ingest. Keeps what is not acknowledged and sends it again after reconnecting. A refused key, a
 * wrong subprotocol or a refused frame is permanent: `send`, `drain` and `close` then reject with the reason.
 */
export function createProducer(options: ProducerOptions): Producer {
	const counts: ProducerCounts = { sent: 0, accepted: 0, duplicates: 0, rejected: 0, unacknowledged: 0 };
	const frames = createFrames({
		size: Math.min(options.frameSize ?? 500, LEAST_CREDIT),
		lingerMs: options.lingerMs ?? 50,
		onReady: pump
	});
	let inFlight: Frame[] = [];
	let inFlightEvents = 0;
	let bytes = 0;
	let acknowledged = 0;
	let credit = FIRST_CREDIT;
	let seq = 0;
	let attempt = 0;
	let connection: Connection | undefined;
	let connected = false;
	let retry: NodeJS.Timeout | undefined;
	let failure: Error | undefined;
	let ended: (() => void) | undefined;
	const sends: (Waiter & { event: CloudEvent; json: string })[] = [];
	const drains: (Waiter & { until: number })[] = [];

	const ready = () => connected && counts.unacknowledged < credit && bytes < UNACKNOWLEDGED_BYTES;

	function connect() {
		options.onState?.('connecting');
		connection = openConnection({ url: options.url, key: options.key, onOpen, onMessage, onEnd });
	}

	function onOpen() {
		connected = true;
		credit = FIRST_CREDIT; // until this connection's first answer
		seq = 0;
		options.onState?.('connected');
		pump();
		admit();
	}

	function onMessage(text: string) {
		let json: unknown;
		try {
			json = JSON.parse(text);
		} catch {
			return fail(new Error(`the server's answer is not JSON: ${text.slice(0, 200)}`));
		}
		const message = ServerMessage.safeParse(json);
		if (!message.success) fail(new Error(`the server's answer was not understood: ${text.slice(0, 200)}`));
		else if (!('error' in message.data)) onAnswer(message.data);
		else if (PASSING.has(message.data.error.reason)) connection?.close(message.data.error.detail);
		else fail(refusedFrame(message.data));
	}

	function onAnswer(answer: FrameAnswer) {
		const frame = inFlight.shift();
		if (frame?.seq !== answer.ack)
			return fail(new Error(`the server acknowledged frame ${answer.ack}, expected ${frame?.seq ?? 'none'}`));
		attempt = 0;
		credit = answer.credit;
		inFlightEvents -= frame.events.length;
		bytes -= frame.bytes;
		acknowledged += frame.events.length;
		counts.unacknowledged -= frame.events.length;
		counts.accepted += answer.accepted;
		counts.duplicates += answer.duplicates;
		counts.rejected += answer.rejected.length;
		options.onAnswer?.(answer, frame.events);
		pump();
		admit();
		while (drains[0] && drains[0].until <= acknowledged) drains.shift()?.resolve();
	}

	function onEnd({ permanent, detail }: Ending) {
		connected = false;
		connection = undefined;
		if (ended) return ended();
		if (failure) return;
		if (permanent) return fail(new Error(`cannot send events to ${options.url}: ${detail}`));
		frames.putBack(inFlight);
		inFlight = [];
		inFlightEvents = 0;
		options.onState?.('waiting', detail);
		retry = setTimeout(connect, backoffMs(attempt++, { random: options.random }));
	}

	/** Sends whole frames, in order, as far as the credit of this connection reaches. */
	function pump() {
		while (connected) {
			const frame = frames.take(credit - inFlightEvents);
			if (!frame) return;
			frame.seq = seq++;
			inFlight.push(frame);
			inFlightEvents += frame.events.length;
			connection?.send(`{"seq":${frame.seq},"events":[${frame.json}]}`);
		}
	}

	/** Lets waiting senders in, in their order. */
	function admit() {
		while (ready()) {
			const waiting = sends.shift();
			if (!waiting) return;
			queue(waiting.event, waiting.json);
			waiting.resolve();
		}
	}

	function queue(event: CloudEvent, json: string) {
		counts.sent++;
		counts.unacknowledged++;
		bytes += frames.add(event, json);
	}

	function fail(error: Error) {
		failure ??= error;
		clearTimeout(retry);
		frames.stop();
		connection?.close();
		for (const { reject } of [...sends.splice(0), ...drains.splice(0)]) reject(failure);
	}

	const until = <T extends object>(list: (Waiter & T)[], extra: T) =>
		new Promise<void>((resolve, reject) => {
			if (failure) reject(failure);
			else list.push({ ...extra, resolve, reject });
		});

	function send(event: CloudEvent): Promise<void> {
		if (failure) return Promise.reject(failure);
		const json = JSON.stringify(event);
		if (json.length * 3 > FRAME_BYTES / 2 && Buffer.byteLength(json) > FRAME_BYTES / 2)
			return Promise.reject(
				new Error(`event ${event.id} is too large to send: over ${FRAME_BYTES / 2} bytes`)
			);
		if (sends.length > 0 || !ready()) return until(sends, { event, json });
		queue(event, json);
		return Promise.resolve();
	}

	function drain(): Promise<void> {
		frames.seal();
		const all = counts.sent + sends.length;
		return !failure && acknowledged >= all ? Promise.resolve() : until(drains, { until: all });
	}

	async function end(): Promise<void> {
		await drain();
		failure = new Error('the producer is closed');
		clearTimeout(retry);
		const last = connection;
		if (!last) return;
		await new Promise<void>((resolve) => {
			ended = resolve;
			last.close();
		});
	}

	let closing: Promise<void> | undefined;
	const close = () => (closing ??= end());

	connect();
	return { send, drain, close, counts };
}

const refusedFrame = ({ error }: FrameError) =>
	new Error(
		`the server refused a frame: ${error.reason}${error.path && ` at ${error.path}`}: ${error.detail}`
	);
