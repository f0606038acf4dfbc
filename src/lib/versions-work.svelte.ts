import type { Version } from '#schema/version.ts';
import { m } from './paraglide/messages.js';
import type { VersionResult, VersionsApi } from './versions-api.ts';

/** A version of one: what is changed from here. */
type Place = { id: string; version: number };

/** What was just done, in words, and which change to undo. */
export type Done = { words: string; bad?: boolean; undo?: Place };

type Options<Saved> = {
	api: VersionsApi<Saved>;
	/** Reads the page anew. */
	refresh: () => Promise<void>;
	/** What the text of one is. */
	textOf: (saved: Saved) => string;
};

/** Changing what people write: saving, deleting and undoing, and what came of it. */
export class VersionsWork<Saved extends Version> {
	readonly #options: Options<Saved>;
	#from: Place | null = null;
	#done = $state.raw<Done | null>(null);
	#busy = $state(false);
	#problem = $state('');

	constructor(options: Options<Saved>) {
		this.#options = options;
	}

	get done() {
		return this.#done;
	}
	get busy() {
		return this.#busy;
	}
	/** Why the last change was not taken; '' when it was. */
	get problem() {
		return this.#problem;
	}

	/** Begins to change one, as it was read, or to write a new one. */
	begin(from: Saved | null) {
		this.#from = from && { id: from.id, version: from.version };
		this.#problem = '';
	}

	/** Saves what was written; resolves with whether it was taken. Where somebody else was before, saving again replaces theirs. */
	save = async (given: unknown, words?: string): Promise<boolean> => {
		const { api } = this.#options;
		const from = this.#from;
		const sending = from ? api.save(from.id, from.version, given) : api.add(given);
		return this.#send(sending, words ?? (from ? m.notes_saved() : m.notes_added()));
	};

	remove = async (): Promise<boolean> => {
		const from = this.#from;
		if (!from) return false;
		return this.#send(this.#options.api.remove(from.id, from.version), m.notes_deleted());
	};

	undo = async () => {
		const undo = this.#done?.undo;
		if (!undo) return;
		this.#from = undo;
		const taken = await this.#send(this.#options.api.undo(undo.id, undo.version), m.notes_undone());
		this.#done = taken ? { words: m.notes_undone() } : { words: this.#problem, bad: true };
	};

	async #send(sending: Promise<VersionResult<Saved>>, words: string) {
		this.#busy = true;
		const result = await sending;
		this.#problem = this.#problemOf(result);
		if (result.outcome !== 'failed') {
			const id = this.#from?.id ?? result.standing?.id;
			if (id !== undefined) this.#from = { id, version: result.version };
			if (result.outcome === 'done') this.#done = { words, undo: this.#from ?? undefined };
			await this.#options.refresh();
		}
		this.#busy = false;
		return result.outcome === 'done';
	}

	#problemOf(result: VersionResult<Saved>) {
		if (result.outcome === 'done') return '';
		if (result.outcome === 'failed') return m.notes_failed({ detail: result.detail });
		if (!result.standing) return m.notes_gone();
		return m.notes_changed({ text: this.#options.textOf(result.standing) });
	}
}
