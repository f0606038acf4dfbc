import { createContext } from 'svelte';
import type { Pulse } from '#schema/kpi.ts';
import type { Live } from '../live.svelte.ts';
import { Breaches } from './breaches.svelte.ts';
import { Sound } from './sound.svelte.ts';
import { standingOf, type Standing } from './standing.ts';

/** What the tiles of a board share: the server's clock, how old everything is and why, and which breaches are new. */
export class Wall {
	readonly breaches = new Breaches();
	readonly sound = new Sound();
	/** Whether whoever is here may act, edit and ask why: on a paired screen nobody may, it only shows. */
	readonly mayAct: boolean;
	#live: Live;
	#pulse: () => Pulse;
	#loadedAt: number;
	#answeredAt: (tile: string) => number | null;

	/** `answeredAt`: as of when the oldest number of a tile is. */
	constructor(of: {
		live: Live;
		pulse: () => Pulse;
		loadedAt: number;
		mayAct: boolean;
		answeredAt: (tile: string) => number | null;
	}) {
		this.mayAct = of.mayAct;
		this.#live = of.live;
		this.#pulse = of.pulse;
		this.#loadedAt = of.loadedAt;
		this.#answeredAt = of.answeredAt;
	}

	/** The server's clock, ms: ticking, or when the page was made. */
	get now() {
		return this.#live.now || this.#loadedAt;
	}

	/** How old what is shown of these teams and channels is, and why; `tile`: what this tile shows. */
	standing(scope: { teams: readonly string[]; channels: readonly string[] }, tile?: string): Standing {
		const { now } = this;
		const { lost, heard, soundAt, sources, behindSince, catchingUp } = this.#live;
		const pulse = this.#pulse();
		const sound_at = Date.parse(soundAt || pulse.as_of);
		return standingOf(
			scope,
			pulse,
			sources,
			{ now, lost, heard, sound_at, behind_since: behindSince, catching_up: catchingUp },
			tile === undefined ? null : this.#answeredAt(tile)
		);
	}
}

export const [getWall, setWall] = createContext<Wall>();
