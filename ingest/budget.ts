import type { IncomingMessage } from 'node:http';
import { FRAME_BYTES } from '#schema/frame.ts';

/** How much memory a request's body takes at most: what it says, else as much as it may. */
export function expectedBytes({ headers }: IncomingMessage): number {
	const said = Number(headers['content-length'] ?? FRAME_BYTES);
	return Math.min(said, FRAME_BYTES);
}

/** So large a share of it one owner may hold: nobody can take it all from the others by being slow. */
const SHARE = 1 / 4;

/** An amount that is held for a while by its owners, and never more than that of it. */
export function createBudget(amount: number) {
	const held = new Map<string, number>();
	let all = 0;

	function add(owner: string, part: number) {
		all += part;
		const its = (held.get(owner) ?? 0) + part;
		if (its > 0) held.set(owner, its);
		else held.delete(owner);
	}

	return {
		/** Whether an owner may hold so much more; something always, if it holds nothing. */
		has(owner: string, part: number): boolean {
			const its = held.get(owner) ?? 0;
			return its === 0
				? all + part <= amount || all === 0
				: its + part <= amount * SHARE && all + part <= amount;
		},
		/** Holds a part until the work is done. */
		async hold<T>(owner: string, part: number, work: () => Promise<T>): Promise<T> {
			add(owner, part);
			try {
				return await work();
			} finally {
				add(owner, -part);
			}
		}
	};
}
