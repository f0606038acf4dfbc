import type { Logger } from 'pino';
import { LEAST_CREDIT, type FrameError } from '#schema/frame.ts';
import { readJson } from './body.ts';
import type { Brake } from './brake.ts';
import { count, type Counters } from './counters.ts';
import { errorText } from './error-text.ts';
import type { Key } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import { SpoolFull } from './spool.ts';
import type { IngestSocket } from './websocket.ts';

/** With more events of one connection than this on their way, it is not read from: nobody grants it a credit. */
const WINDOW = 10_000;
/** So often a connection that waits for room in the spool looks for it. */
const LOOK_MS = 250;

type Reason = Exclude<FrameError['error']['reason'], 'over_credit'>;

/** Why ws could not read a frame, by its close code. */
const REFUSED_BY_WS: Record<number, Reason> = { 1007: 'not_text', 1009: 'too_large' };

/** The reason of the close, at most 123 bytes: all that a producer is told. */
const WORDS: Record<Reason, string> = {
	not_json: 'not_json: a frame holds one CloudEvent as JSON',
	not_text: 'not_text: send one CloudEvent as JSON, UTF-8, in a text frame',
	too_large: 'too_large: an event holds at most 64 KiB',
	invalid: 'invalid: no WebSocket frame, or in too many pieces',
	spool_full: 'spool_full: too many events wait to be stored, send it again later',
	not_stored: 'not_stored: send it again later'
};

export type CloudEventsOptions = {
	socket: IngestSocket;
	brake: Pick<Brake, 'set'>;
	key: Key;
	pipeline: Pick<Pipeline, 'submit'>;
	/** The credit there would be for this connection now: without answers it is kept by not reading. */
	afford: () => number;
	counters: Pick<Counters, 'refused_frames'>;
	log: Logger;
	/** More events on their way than this stop the reading. */
	window?: number;
};

/**
 * Speaks `cloudevents.json` with one producer: one event a text frame, and no answers. A close is answered once every event
 * before it is safe, so a producer that closes and then sees 1000 knows that all of its events are.
 */
export function serveCloudEvents(options: CloudEventsOptions) {
	const { socket, brake, key, pipeline, afford, counters, log, window = WINDOW } = options;
	let waiting = 0;
	let ending: { code: number | undefined; reason: string } | undefined;
	let looking: NodeJS.Timeout | undefined;

	/** Closes as soon as nothing is on its way any more. */
	function end(code: number | undefined, reason: string) {
		ending ??= { code, reason };
		finishIfDone();
	}

	function finishIfDone() {
		if (!ending || waiting > 0) return;
		clearTimeout(looking);
		socket.finish(ending.code, ending.reason);
	}

	function refuse(code: number, reason: Reason) {
		count(counters.refused_frames, reason);
		end(code, WORDS[reason]);
	}

	/** An event went nowhere: only a close can say so. */
	function giveUp(error: unknown) {
		const full = error instanceof SpoolFull;
		const reason = full ? 'spool_full' : 'not_stored';
		count(counters.refused_frames, reason);
		if (!full) log.error({ key: key.name, error: errorText(error) }, 'an event was not stored: closed');
		ending = { code: full ? 1013 : 1011, reason: WORDS[reason] };
	}

	/** Reads on when the spool has room, and not too much is on its way. */
	function look() {
		clearTimeout(looking);
		const isFull = afford() <= LEAST_CREDIT;
		brake.set('full', isFull);
		if (isFull && !ending) looking = setTimeout(look, LOOK_MS).unref();
	}

	function take(event: unknown, bytes: number) {
		if (++waiting >= window) brake.set('behind', true);
		pipeline.submit([event], { key, bytes, via: 'websocket', connection: socket }, (error) => {
			if (--waiting <= window / 2) brake.set('behind', false);
			if (error !== undefined) giveUp(error);
			if (waiting === 0) look();
			finishIfDone();
		});
	}

	socket.on('message', (data, isBinary) => {
		if (ending) return;
		if (isBinary || !Buffer.isBuffer(data)) return refuse(1003, 'not_text');
		const json = readJson(data.toString());
		if (json.ok) take(json.value, data.length);
		else refuse(1007, 'not_json');
	});
	socket.onClosing = (code, refused) => {
		if (refused && code !== undefined && !ending) refuse(code, REFUSED_BY_WS[code] ?? 'invalid');
		else end(code, '');
	};
	socket.once('close', () => {
		ending ??= { code: undefined, reason: '' };
		clearTimeout(looking);
	});
	socket.on('error', (error) => log.debug({ key: key.name, error: errorText(error) }, 'connection error'));

	return {
		key,
		/** Takes no more events, then closes when those taken are stored. */
		close: end,
		/** Ends it at once; nobody is told what became of what is on its way. */
		drop: () => socket.terminate()
	};
}
