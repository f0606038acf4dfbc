/** A breach holds the board that lists it for so long. */
const HELD_MS = 60_000;
/** When no board could be shown, it is tried again after so long. */
const AGAIN_MS = 5_000;

/** What is turned: the board shown, the boards that are shown in turn, and for how long each is. */
export type Turning = { board: string; order: readonly string[]; every_ms: number };

type Held = { until: number; board: string; from: string };

/**
 * When a wall turns to which board. A breach interrupts: the board that lists it is shown for a minute. After that each board has its turn
 * before another breach interrupts, or steady breaches would stop the turning. Times are ms, by whose clock does not matter.
 */
export class Turns {
	#shownAt: number;
	#againAt = -Infinity;
	#held: Held | null = null;
	#freeAt = -Infinity;

	constructor(now: number) {
		this.#shownAt = now;
	}

	/** The boards one of which is to be shown now, the best first; none: this one stays. */
	due(now: number, { board, order, every_ms }: Turning): string[] {
		if (now < this.#againAt) return [];
		const held = this.#held;
		if (held && now < held.until) return held.board === board ? [] : [held.board];
		if (held && held.from !== board)
			return [held.from, ...after(held.from, order)].filter((one) => one !== board);
		return now - this.#shownAt >= every_ms ? after(board, order) : [];
	}

	/** A board is shown from now on. */
	showed(now: number) {
		if (this.#held && now >= this.#held.until) this.#held = null;
		this.#shownAt = now;
	}

	/** None of those that were due can be shown now. */
	failed(now: number) {
		this.#held = null;
		this.#againAt = now + AGAIN_MS;
	}

	/** A promise was broken. `lists`: whether a board shows it. Where none does, nothing is held for it. */
	interrupt(now: number, { board, order, every_ms }: Turning, lists: (board: string) => boolean) {
		if (now < this.#freeAt) return;
		const listing = [board, ...after(board, order)].find(lists);
		if (listing === undefined) return;
		this.#held = { until: now + HELD_MS, board: listing, from: board };
		this.#freeAt = now + HELD_MS + (order.length - 1) * every_ms;
	}
}

/** The other boards, the next one first. */
function after(board: string, order: readonly string[]): string[] {
	const at = order.indexOf(board);
	return [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))];
}
