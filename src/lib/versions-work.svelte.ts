import type { Version } from '#schema/version.ts';
import { m } from './paraglide/messages.js';
import type { VersionResult, VersionsApi } from './versions-api.ts';

/** What was just done, in words, and which change to undo. */
export type Done = { words: string; bad?: boolean; undo?: { id: string; version: number } };

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

	/** Begins anew: what was wrong before is of no interest. */
	begin = () => (this.#problem = '');

	/** Saves what was written; resolves with whether that was done, or which version to replace instead. */
	save = async (given: unknown, from: { id: string; version: number } | null) => {
		const { api } = this.#options;
		const sending = from ? api.save(from.id, from.version, given) : api.add(given);
		return this.#send(sending, from?.id, from ? m.notes_saved() : m.notes_added());
	};

	remove = (from: { id: string; version: number }) =>
		this.#send(this.#options.api.remove(from.id, from.version), from.id, m.notes_deleted());

	undo = async () => {
		const undo = this.#done?.undo;
		if (!undo) return;
		const result = await this.#send(this.#options.api.undo(undo.id, undo.version), undo.id, m.notes_undone());
		if (result.outcome === 'done') this.#done = { words: m.notes_undone() };
		else this.#done = { words: this.#problem, bad: true };
	};

	async #send(sending: Promise<VersionResult<Saved>>, known: string | undefined, words: string) {
		this.#busy = true;
		const result = await sending;
		this.#problem = this.#problemOf(result);
		if (result.outcome === 'done') {
			const id = known ?? result.standing?.id;
			this.#done = { words, ...(id !== undefined && { undo: { id, version: result.version } }) };
		}
		if (result.outcome !== 'failed') await this.#options.refresh();
		this.#busy = false;
		return result;
	}

	#problemOf(result: VersionResult<Saved>) {
		if (result.outcome === 'done') return '';
		if (result.outcome === 'failed') return m.notes_failed({ detail: result.detail });
		if (!result.standing) return m.notes_gone();
		return m.notes_changed({ text: this.#options.textOf(result.standing) });
	}
}
