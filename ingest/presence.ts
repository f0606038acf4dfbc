import type { IngestSocket } from './websocket.ts';

/** A producer is asked this often whether it is there: who does not answer until the next time is not. */
const ASK_MS = 3_000;

/**
 * Tells when a producer does not answer any more, and when it does again. Its connection is ended only much later (`keep-alive.ts`): one that
 * is busy for some seconds need not connect again. While we do not read from it we cannot hear it, so it counts as there.
 */
export function askPresence(
	socket: IngestSocket,
	onChange: (present: boolean) => void,
	everyMs = ASK_MS
): () => void {
	let heard = true;
	let present = true;

	function become(now: boolean) {
		if (present === now) return;
		present = now;
		onChange(now);
	}

	function hear() {
		heard = true;
		become(true);
	}

	function ask() {
		if (!heard && !socket.isPaused) become(false);
		heard = socket.isPaused;
		if (socket.readyState === socket.OPEN) socket.ping();
	}

	socket.on('pong', hear).on('message', hear);
	const timer = setInterval(ask, everyMs).unref();
	return () => clearInterval(timer);
}
