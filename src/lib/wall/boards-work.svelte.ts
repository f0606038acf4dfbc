import { createContext } from 'svelte';
import type { Board } from '#schema/board.ts';
import type { SavedBoard } from '#schema/board-saved.ts';
import { m } from '../paraglide/messages.js';
import { boardIdOf } from './board-id.ts';
import { removeBoard, saveBoard, undoBoard, type BoardResult } from './save-board.ts';
import { boardName } from './tile-words.ts';

/** What was just done, in words, and how to undo it. */
export type Done = { words: string; bad?: boolean; undo?: { board: SavedBoard; version: number } };

type Doing = {
	/** Reads the page anew. */
	refresh: () => Promise<void>;
	/** Goes to a board's composer. */
	edit: (id: string) => Promise<void>;
};

/** What is done with whole boards from their list. */
export class BoardsWork {
	readonly #doing: Doing;
	#done = $state.raw<Done | null>(null);
	#busy = $state(false);

	constructor(doing: Doing) {
		this.#doing = doing;
	}

	get done() {
		return this.#done;
	}
	get busy() {
		return this.#busy;
	}

	/** Says what came of something else on the page. */
	say = (words: string, bad = false) => (this.#done = { words, bad });

	/** Makes a board under a free address, and goes on to its composer. */
	create = async (name: string, tiles: Board['tiles'], boards: readonly SavedBoard[]) => {
		const taken = boards.map(({ id }) => id);
		const id = boardIdOf(name, taken);
		const result = await this.#send(saveBoard({ id, name, tiles }, 'new'));
		if (result) await this.#doing.edit(id);
	};

	remove = async (board: SavedBoard) => {
		const result = await this.#send(removeBoard(board.id, board.version));
		if (!result) return;
		const name = boardName(board);
		const words = board.origin === 'own' ? m.boards_deleted({ name }) : m.boards_was_reset({ name });
		this.#done = { words, undo: { board, version: result.version } };
	};

	undo = async () => {
		const undo = this.#done?.undo;
		if (!undo) return;
		const result = await this.#send(undoBoard(undo.board.id, undo.version));
		if (result) this.#done = { words: m.boards_undone({ name: boardName(undo.board) }) };
	};

	async #send(sending: Promise<BoardResult>) {
		this.#busy = true;
		const result = await sending;
		await this.#doing.refresh();
		this.#busy = false;
		if (result.outcome === 'done') return result;
		const detail = result.outcome === 'failed' ? result.detail : m.boards_meanwhile();
		this.#done = { words: m.boards_failed({ detail }), bad: true };
		return null;
	}
}

export const [getBoardsWork, setBoardsWork] = createContext<BoardsWork>();
