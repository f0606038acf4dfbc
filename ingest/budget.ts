import type { IncomingMessage } from 'node:http';
import { FRAME_BYTES } from '#schema/frame.ts';

/** How much memory a request's body takes at most: what it says, else as much as it may. */
export function expectedBytes({ headers }: IncomingMessage): number {
	const said = Number(headers['content-length'] ?? FRAME_BYTES);
	return Math.min(said, FRAME_BYTES);
}

/** An amount that is held for a while, and never more than that of it. */
export function createBudget(amount: number) {
	let held = 0;
	return {
		has: (part: number) => held === 0 || held + part <= amount,
		/** Holds a part until the work is done. */
		async hold<T>(part: number, work: () => Promise<T>): Promise<T> {
			held += part;
			try {
				return await work();
			} finally {
				held -= part;
			}
		}
	};
}
