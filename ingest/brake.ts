import type { WebSocket } from 'ws';

/** Why a socket is not read from. */
type Reason =
	| 'full' // the spool has no room
	| 'rate' // its key has sent more than its rate
	| 'behind' // too many of its own events wait
	| 'turn' // others have their turn first
	| 'unread'; // it does not read what it is told

type Pausable = Pick<WebSocket, 'pause' | 'resume' | 'readyState' | 'OPEN'>;

/** Stops reading from a socket for as long as there is any reason to. */
export function createBrake(socket: Pausable) {
	const reasons = new Set<Reason>();
	return {
		set(reason: Reason, on: boolean) {
			if (reasons.has(reason) === on) return;
			if (on) reasons.add(reason);
			else reasons.delete(reason);
			// One that is closing has to be read, or its close is never seen.
			if (reasons.size > 0 && socket.readyState === socket.OPEN) socket.pause();
			else socket.resume();
		},
		has: (reason: Reason) => reasons.has(reason)
	};
}
export type Brake = ReturnType<typeof createBrake>;

/**
 * Reads once from a socket, then lets the others have their turn. Left alone, libuv reads a socket that is always full up to 32
 * times in a row: some thousand events, while everybody else waits.
 */
export function takeTurns(socket: Pick<WebSocket, 'on'>, brake: Pick<Brake, 'set'>) {
	let waiting = false;
	socket.on('message', () => {
		if (waiting) return;
		waiting = true;
		brake.set('turn', true);
		setImmediate(() => {
			waiting = false;
			brake.set('turn', false);
		});
	});
}
