import { createContext } from 'svelte';
import type { StandardsFile } from '#schema/standards/file.ts';
import { m } from '../paraglide/messages.js';
import { changesOf } from './changes.ts';
import { readStandards, saveStandards } from './save.ts';

/** What was done last, to be said in words. */
export type Done =
	| { what: 'saved'; former: StandardsFile }
	| { what: 'undone' }
	| { what: 'changed'; saved_at: string | null }
	| { what: 'failed'; detail: string };

const MOMENT_MS = 60_000;

/** The standards file as it is being changed: nothing counts before it is saved. */
export class StandardsDraft {
	#number: number;
	#saved: StandardsFile = $state.raw({ standards: [], calendars: [], parameters: [] });
	#file: StandardsFile = $state.raw({ standards: [], calendars: [], parameters: [] });
	#done = $state.raw<Done | null>(null);
	#busy = $state(false);
	/** Since when it is worked on (ms): what begins later than this changes nothing of the past. */
	#began = Date.now();
	#note = $state('');
	readonly #refresh: () => Promise<void>;
	readonly #changes = $derived(changesOf(this.#saved, this.#file));

	/** `refresh` reads the page anew. */
	constructor({ number, content }: { number: number; content: StandardsFile }, refresh: () => Promise<void>) {
		this.#number = number;
		this.#saved = content;
		this.#file = content;
		this.#refresh = refresh;
	}

	get file() {
		return this.#file;
	}
	get saved() {
		return this.#saved;
	}
	get changes() {
		return this.#changes;
	}
	get done() {
		return this.#done;
	}
	get busy() {
		return this.#busy;
	}
	get began() {
		return this.#began;
	}
	/** Why, as it will stand in the history. */
	get note() {
		return this.#note;
	}
	set note(note: string) {
		this.#note = note;
	}

	apply = (next: StandardsFile) => {
		// What was to hold from now on was so a moment ago.
		if (this.#changes.length === 0) this.#began = Date.now() - MOMENT_MS;
		this.#file = next;
		this.#done = null;
	};

	/** Puts another file in its place, to be looked at and saved. */
	load = (file: StandardsFile, note: string) => {
		this.apply(file);
		this.#note = note;
	};

	discard = () => {
		this.#file = this.#saved;
		this.#note = '';
	};

	save = async () => {
		const former = this.#saved;
		const saved = await this.#send(this.#file, this.#note);
		if (saved) this.#done = { what: 'saved', former };
		return saved;
	};

	/** Saves again what was in force before. */
	undo = async () => {
		if (this.#done?.what !== 'saved') return;
		if (await this.#send(this.#done.former, m.standards_undo_note())) this.#done = { what: 'undone' };
	};

	/** Reads what somebody else saved; what was changed here is gone. */
	readAgain = async () => {
		const { file, content } = await readStandards();
		this.#take(file, content);
		this.#done = null;
		await this.#refresh();
	};

	#take(number: number, content: StandardsFile) {
		this.#number = number;
		this.#saved = content;
		this.#file = content;
		this.#note = '';
		this.#began = Date.now();
	}

	async #send(content: StandardsFile, note: string): Promise<boolean> {
		this.#busy = true;
		const result = await saveStandards(content, this.#number, note);
		if (result.outcome === 'saved') {
			this.#take(result.file, result.content);
			await this.#refresh();
		} else if (result.outcome === 'changed') this.#done = { what: 'changed', saved_at: result.saved_at };
		else this.#done = { what: 'failed', detail: result.detail };
		this.#busy = false;
		return result.outcome === 'saved';
	}
}

export const [getDraft, setDraft] = createContext<StandardsDraft>();
