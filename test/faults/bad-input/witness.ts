import { setTimeout as sleep } from 'node:timers/promises';
import { event } from '../../ingest/support.ts';
import { webSocketDoor } from './doors.ts';

const PAUSE_MS = 50;

/**
 * A good producer on a connection of its own, all the while: every frame of it has to be answered as ever. `stop` tells how
 * many were, and rejects when one was not.
 */
export async function startWitness(url: string) {
	const door = await webSocketDoor(url);
	const run = process.hrtime.bigint().toString(36);
	let frames = 0;
	let worst_ms = 0;
	let stopping = false;

	async function work() {
		while (!stopping) {
			const begun = performance.now();
			const { accepted, rejected } = await door.send([JSON.stringify(event(`witness-${run}-${frames}`))]);
			if (accepted !== 1) throw new Error(`a good producer was answered ${JSON.stringify(rejected)}`);
			frames++;
			worst_ms = Math.max(worst_ms, performance.now() - begun);
			await sleep(PAUSE_MS);
		}
	}
	const working = work();
	working.catch(() => {}); // told by stop

	return {
		async stop() {
			stopping = true;
			await working;
			door.close();
			return { frames, worst_ms: Math.round(worst_ms) };
		}
	};
}
