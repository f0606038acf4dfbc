import { createContext } from 'svelte';
import type { FieldEdit } from '#schema/quarantine.ts';
import { dismiss, doneOf, replayAll, replayOne, undo, type Tally } from './quarantine-actions.ts';

/** What was done last, to be said in words. */
export type Done =
	| { what: 'replayed'; tally: Tally }
	| { what: 'dismissed'; events: number; action: string }
	| { what: 'undone'; events: number }
	| { what: 'failed'; detail: string };

/** The one thing the page is doing, how far it is, and what came of the last. */
export class QuarantineWork {
	#progress = $state.raw<{ done: number; of: number } | null>(null);
	#done = $state.raw<Done | null>(null);
	#stopped = false;
	readonly #refresh: () => Promise<void>;

	/** `refresh` reads the page anew. */
	constructor(refresh: () => Promise<void>) {
		this.#refresh = refresh;
	}

	/** Null when nothing is under way. */
	get progress() {
		return this.#progress;
	}

	get done() {
		return this.#done;
	}

	stop() {
		this.#stopped = true;
	}

	replayOne = (id: string, event?: Record<string, unknown>) =>
		this.#do(1, async () => ({ what: 'replayed', tally: await replayOne(id, event) }));

	replayAll = (problem: string, of: number, set?: FieldEdit) =>
		this.#do(of, async () => ({
			what: 'replayed',
			tally: await replayAll({ problem }, set, (so) => {
				this.#progress = { done: Math.min(doneOf(so), of), of };
				return !this.#stopped;
			})
		}));

	dismiss = (what: { rows: string[] } | { filter: { problem: string } }, of: number) =>
		this.#do(of, async () => ({ what: 'dismissed', ...(await dismiss(what)) }));

	undo = (what: { rows: string[] } | { action: string }) =>
		this.#do(1, async () => ({ what: 'undone', events: (await undo(what)).events }));

	async #do(of: number, act: () => Promise<Done>): Promise<Done> {
		this.#stopped = false;
		this.#progress = { done: 0, of };
		const done = await act().catch((error: unknown): Done => ({
			what: 'failed',
			detail: error instanceof Error ? error.message : String(error)
		}));
		// What a failed step left done shows as well.
		await this.#refresh();
		this.#progress = null;
		this.#done = done;
		return done;
	}
}

export const [getWork, setWork] = createContext<QuarantineWork>();
