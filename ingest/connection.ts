import type { Logger } from 'pino';
import { FIRST_CREDIT, FRAME_BYTES, type FrameAnswer, type FrameError } from '#schema/frame.ts';
import { count, type Counters } from './counters.ts';
import { readFrame, type Frame } from './frame.ts';
import type { Key } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import type { Pressure } from './pressure.ts';
import type { IngestSocket } from './websocket.ts';

/** Events a connection may have unacknowledged once it has its first answer. */
export const CREDIT = 40_000;

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

export type ConnectionOptions = {
	socket: IngestSocket;
	key: Key;
	pipeline: Pipeline;
	pressure: Pressure;
	counters: Counters;
	log: Logger;
};

/** Speaks `touchstone.v1` with one producer: each frame gets one answer, in order, when its events are stored. */
export function serveConnection({ socket, key, pipeline, pressure, counters, log }: ConnectionOptions) {
	let lastSeq = -1;
	let granted = FIRST_CREDIT;
	let unanswered = 0;
	let closing = false;
	let failed = false;
	let answered: Promise<void> = Promise.resolve(); // everything said so far, in the order of the frames

	function say(message: FrameAnswer | FrameError) {
		if (!failed && socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
	}

	/** Closes once every frame before is answered, after saying why if there is a reason. */
	function end(code: number | undefined, reason: string, error?: FrameError['error']) {
		closing = true;
		answered = answered.then(() => {
			if (error) say({ error });
			socket.finish(code, reason);
		});
	}

	function refuse(error: FrameError['error'], code?: number) {
		count(counters.refused_frames, error.reason);
		if (code === undefined) answered = answered.then(() => say({ error }));
		else end(code, error.reason, error);
	}

	function take({ seq, events }: Frame, bytes: number) {
		const weight = Math.max(1, events.length);
		if (unanswered + weight > granted) {
			const detail = `${unanswered} events are unacknowledged: ${events.length} more exceed the credit of ${granted}`;
			return refuse({ reason: 'over_credit', path: 'events', detail }, 1008);
		}
		lastSeq = seq;
		unanswered += weight;
		const release = pressure.take({ events: weight, bytes });
		const outcome = pipeline.take(events, { key, bytes }).finally(release);
		answered = Promise.all([outcome, answered]).then(([outcome]) => {
			unanswered -= weight;
			granted = CREDIT;
			say({ ack: seq, ...outcome, credit: CREDIT });
		}, giveUp);
	}

	/** Events went nowhere: an answer to a later frame would acknowledge them, so there is none. The producer sends again. */
	function giveUp(error: unknown) {
		if (!failed)
			log.error({ key: key.name, error: String(error) }, 'a frame was not stored: connection closed');
		failed = true;
		closing = true;
		socket.finish(1011, 'not stored, send it again');
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
	socket.on('error', (error) => log.debug({ key: key.name, error: error.message }, 'connection error'));

	return {
		key,
		/** Takes no more frames, answers those taken, then closes; resolves when all is said. */
		close(code: number, reason: string): Promise<void> {
			end(code, reason);
			return answered;
		},
		/** Ends it at once; what was taken stays unanswered. */
		drop() {
			closing = true;
			failed = true;
			socket.terminate();
		}
	};
}
