import { SvelteMap } from 'svelte/reactivity';
import type { ActionRow } from '#schema/feed.ts';

/** A newly broken promise is shown as new for so long. */
export const PULSE_MS = 10_000;

/**
 * Which broken promises are new on this screen. What was broken when it opened is not; what broke while the connection was lost is, once
 * it is back.
 */
export class Breaches {
	#seen = new SvelteMap<string, number>();
	#begun = false;
	#latest = $state.raw<ActionRow | null>(null);

	/** The latest that was new; null before there was one. */
	get latest() {
		return this.#latest;
	}

	/** Takes what there is as of `now` (ms); returns what is new. */
	note(rows: readonly ActionRow[], now: number): ActionRow[] {
		const broken = rows.filter(({ state }) => state === 'broken');
		const fresh = broken.filter(({ promise_id }) => !this.#seen.has(promise_id));
		for (const { promise_id } of fresh) this.#seen.set(promise_id, this.#begun ? now : -Infinity);
		const still = broken.map(({ promise_id }) => promise_id);
		for (const [id, at] of this.#seen) if (!still.includes(id) && now - at > PULSE_MS) this.#seen.delete(id);
		const news = this.#begun ? fresh : [];
		this.#begun = true;
		if (news[0]) this.#latest = news[0];
		return news;
	}

	isNew(id: string, now: number): boolean {
		return now - (this.#seen.get(id) ?? -Infinity) < PULSE_MS;
	}

	anyNew(now: number): boolean {
		return [...this.#seen.values()].some((at) => now - at < PULSE_MS);
	}
}
