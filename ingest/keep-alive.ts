import type { Brake } from './brake.ts';
import { createBuckets } from './token-bucket.ts';
import type { IngestSocket } from './websocket.ts';

/** A ping this often: one that is not answered by the next, nor anything else, ends the connection. */
const PING_MS = 30_000;
/** A producer pings every few seconds at most: more is a flood. */
const PINGS = { rate: 2, burst: 60 };

/**
 * Ends a connection whose producer is gone without a word, or reads nothing of what it is told. While we do not read from
 * it for a reason of our own we cannot hear it, so it is spared.
 */
export function keepAlive(socket: IngestSocket, brake: Pick<Brake, 'has'>, everyMs = PING_MS): () => void {
	let heard = true;
	let unread = Infinity;
	const hear = () => (heard = true);
	socket.on('pong', hear).on('message', hear);

	function look() {
		const stuck = brake.has('unread') && socket.bufferedAmount >= unread;
		const silent = !heard && !socket.isPaused;
		if (stuck || silent) return socket.terminate();
		heard = socket.isPaused;
		unread = brake.has('unread') ? socket.bufferedAmount : Infinity;
		if (socket.readyState === socket.OPEN) socket.ping();
	}

	const timer = setInterval(look, everyMs).unref();
	return () => clearInterval(timer);
}

/** Answers pings, and calls once when a producer sends more of them than anybody needs to. */
export function answerPings(socket: IngestSocket, onFlood: (reason: string) => void) {
	const pings = createBuckets(PINGS);
	let flooded = false;
	socket.on('ping', (data) => {
		if (flooded || socket.readyState !== socket.OPEN) return;
		socket.pong(data);
		if (pings.take('') === 0) return;
		flooded = true;
		onFlood('too many pings');
	});
}
