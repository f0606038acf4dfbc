import type { Freshness } from './freshness.ts';

/**
 * After an outage a page catches up: until all that was taken in before is stored, and every question was answered after that, its numbers
 * are still those from before, though everything is there again.
 */
export class CatchUp {
	#since: number | null = null;
	#stored = false;

	get going(): boolean {
		return this.#since !== null;
	}

	/** Something was away until now (ms, the server's clock). */
	begin(at: number) {
		this.#since = at;
		this.#stored = false;
	}

	hear({ as_of, changed_at, answered_at, spool }: Freshness) {
		if (this.#since === null) return;
		if (!this.#stored) {
			if (spool === undefined) return;
			if (spool && (spool.as_of < this.#since || (spool.oldest_at ?? Infinity) < this.#since)) return;
			this.#stored = true;
			this.#since = spool?.as_of ?? as_of;
		}
		const since = this.#since;
		// As long as nothing new was found, an earlier answer is that of now.
		const holds = (at: number | null) => at !== null && (at >= since || at >= changed_at);
		if (as_of >= since && answered_at.every(holds)) this.#since = null;
	}
}
