import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { FRAME_BYTES, type FrameAnswer, type FrameError } from '#schema/frame.ts';
import type { Brake } from './brake.ts';
import { count, type Counters } from './counters.ts';
import { createCredit } from './credit.ts';
import { errorText } from './error-text.ts';
import { readFrame, type Frame } from './frame.ts';
import type { Key } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import { SpoolFull } from './spool.ts';
import type { IngestSocket } from './websocket.ts';

const NO_FRAME: FrameError['error'] = { reason: 'invalid', path: '', detail: 'not a WebSocket frame' };

/** What is said of a frame that ws refuses, by its close code. */
const REFUSED_BY_WS: Record<number, FrameError['error']> = {
	1007: { reason: 'not_text', path: '', detail: 'the frame is not UTF-8' },
	1008: { reason: 'invalid', path: '', detail: 'the frame came in too many pieces' },
	1009: {
		reason: 'too_large',
		path: '',
		detail: `a frame holds at most ${FRAME_BYTES} bytes: send fewer events in it`
	}
};

const NOT_TEXT: FrameError['error'] = {
	reason: 'not_text',
	path: '',
	detail: 'the frame is binary: send JSON in a text frame'
};

/** Said of a frame whose events went nowhere; the producer keeps them and sends them again. */
const NOT_STORED = {
	full: { reason: 'spool_full', path: '', detail: 'too many events wait to be stored: send it again later' },
	failed: { reason: 'not_stored', path: '', detail: 'the events could not be stored: send it again later' }
} satisfies Record<string, FrameError['error']>;

/** Answers a producer does not read pile up here: above this nothing more is read from it, until they are gone. */
const UNREAD_BYTES = 256 * 1024;

export type ConnectionOptions = {
	socket: IngestSocket;
	brake: Pick<Brake, 'set'>;
	/** What carries the WebSocket: the answers of one commit leave it in one write. */
	carrier: Duplex;
	key: Key;
	pipeline: Pick<Pipeline, 'submit'>;
	/** The credit there is for this connection now. */
	afford: () => number;
	counters: Counters;
	/** A frame was answered so many seconds after it came. */
	onAnswer?: (seconds: number) => void;
	log: Logger;
};

/** Speaks `touchstone.v1` with one producer: each frame gets one answer, in order, when its events are durable. */
export function serveConnection(options: ConnectionOptions) {
	const { socket, carrier, brake, key, pipeline, afford, counters, onAnswer, log } = options;
	const credit = createCredit(afford);
	let lastSeq = -1;
	let closing = false;
	let failed = false;
	let corked = false;
	let taken = 0;
	let answered = 0;
	const waiting: { until: number; act: () => void }[] = []; // what has its turn once so many frames are answered

	function uncork() {
		corked = false;
		carrier.uncork();
	}

	function say(message: FrameAnswer | FrameError) {
		if (failed || socket.readyState !== socket.OPEN) return;
		if (!corked) {
			corked = true;
			carrier.cork();
			process.nextTick(uncork);
		}
		socket.send(JSON.stringify(message), goOn);
		if (socket.bufferedAmount > UNREAD_BYTES) brake.set('unread', true);
	}

	function goOn() {
		if (socket.bufferedAmount <= UNREAD_BYTES / 2) brake.set('unread', false);
	}

	/** Says or does something once every frame before is answered. */
	function then(act: () => void) {
		if (answered === taken) act();
		else waiting.push({ until: taken, act });
	}

	function settle() {
		answered++;
		while (waiting[0] && waiting[0].until <= answered) waiting.shift()?.act();
	}

	/** Closes once every frame before is answered, after saying why if there is a reason. */
	function end(code: number | undefined, reason: string, error?: FrameError['error']) {
		closing = true;
		then(() => {
			if (error) say({ error });
			socket.finish(code, reason);
		});
	}

	function refuse(error: FrameError['error'], code?: number) {
		count(counters.refused_frames, error.reason);
		if (code === undefined) then(() => say({ error }));
		else end(code, error.reason, error);
	}

	function take({ seq, events }: Frame, bytes: number) {
		const weight = Math.max(1, events.length);
		if (!credit.take(weight)) {
			const detail = `${credit.unanswered} events are unacknowledged: ${events.length} more exceed the credit of ${credit.granted}`;
			return refuse({ reason: 'over_credit', path: 'events', detail }, 1008);
		}
		lastSeq = seq;
		taken++;
		const begun = performance.now();
		pipeline.submit(events, { key, bytes, via: 'websocket', connection: socket }, (error, outcome) => {
			if (error === undefined) {
				say({ ack: seq, ...outcome, credit: credit.answer(weight) });
				onAnswer?.((performance.now() - begun) / 1_000);
			} else giveUp(error);
			settle();
		});
	}

	/** Events went nowhere: an answer to a later frame would acknowledge them, so there is none. The producer sends again. */
	function giveUp(error: unknown) {
		if (failed) return;
		const full = error instanceof SpoolFull;
		const words = full ? NOT_STORED.full : NOT_STORED.failed;
		count(counters.refused_frames, words.reason);
		if (!full)
			log.error({ key: key.name, error: errorText(error) }, 'a frame was not stored: connection closed');
		say({ error: words });
		failed = true;
		closing = true;
		socket.finish(full ? 1013 : 1011, words.reason);
	}

	socket.on('message', (data, isBinary) => {
		if (closing) return;
		if (isBinary || !Buffer.isBuffer(data)) return refuse(NOT_TEXT, 1003);
		const read = readFrame(data.toString(), lastSeq);
		if (read.ok) take(read.frame, data.length);
		else refuse(read.error, read.error.reason === 'not_json' ? 1007 : undefined);
	});
	socket.onClosing = (code, refused) => {
		if (closing) return;
		if (refused && code !== undefined) refuse(REFUSED_BY_WS[code] ?? NO_FRAME, code);
		else end(code, '');
	};
	socket.on('error', (error) => log.debug({ key: key.name, error: errorText(error) }, 'connection error'));

	return {
		key,
		/** The credit it has now. */
		get credit() {
			return credit.granted;
		},
		/** Takes no more frames, answers those taken, then closes. */
		close(code: number, reason: string) {
			end(code, reason);
		},
		/** Ends it at once; what was taken stays unanswered. */
		drop() {
			closing = true;
			failed = true;
			socket.terminate();
		}
	};
}
