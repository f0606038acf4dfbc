import { createContext } from 'svelte';
import type { Pulse } from '#schema/kpi.ts';
import type { Live } from '../live.svelte.ts';
import { Breaches } from './breaches.svelte.ts';
import { standingOf, type Standing } from './standing.ts';

/** What the tiles of a board share: the server's clock, how old everything is and why, and which breaches are new. */
export class Wall {
	readonly breaches = new Breaches();
	/** Somebody may stand before it and ask why: not before a paired screen. */
	readonly asked: boolean;
	#live: Live;
	#pulse: () => Pulse;
	#loadedAt: number;

	constructor(of: { live: Live; pulse: () => Pulse; loadedAt: number; asked: boolean }) {
		this.asked = of.asked;
		this.#live = of.live;
		this.#pulse = of.pulse;
		this.#loadedAt = of.loadedAt;
	}

	/** The server's clock, ms: ticking, or when the page was made. */
	get now() {
		return this.#live.now || this.#loadedAt;
	}

	/** How old a tile of these teams and channels is, and why. */
	standing(scope: { teams: readonly string[]; channels: readonly string[] }): Standing {
		const { lost, heard, soundAt } = this.#live;
		const pulse = this.#pulse();
		const sound_at = Date.parse(soundAt || pulse.as_of);
		return standingOf(scope, pulse, this.#live.sources, { now: this.now, lost, heard, sound_at });
	}
}

export const [getWall, setWall] = createContext<Wall>();
