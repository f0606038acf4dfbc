import { createContext } from 'svelte';
import { MOST_TILES, type Board, type Tile, type TileKind } from '#schema/board.ts';
import type { SavedBoard } from '#schema/board-saved.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { add, freeId, lay, move, remove, replace, resize, type Place, type Tiles } from './compose.ts';
import { begin, did, redo, undo, type History } from './history.ts';
import { newTile } from './kinds.ts';
import { saveBoard } from './save-board.ts';
import { placeText, tileTitle } from './tile-words.ts';

/** What came of saving, until the next change. */
export type Saved =
	| { what: 'saved' }
	| { what: 'changed'; theirs: SavedBoard | null; version: number }
	| { what: 'failed'; detail: string };

type Draft = { name: string; tiles: Tiles };

const inOrder = (tiles: Tiles): Tile[] => tiles.toSorted((a, b) => a.y - b.y || a.x - b.x);
const draftOf = ({ name, tiles }: Board): Draft => ({ name, tiles: inOrder(tiles) });
const same = (a: Draft, b: Draft) =>
	a.name === b.name && JSON.stringify(inOrder(a.tiles)) === JSON.stringify(inOrder(b.tiles));

/** A board while it is composed: nothing is on any wall before it is saved. */
export class Composing {
	readonly id: string;
	readonly #screen: Screen;
	#history = $state.raw<History<Draft>>(begin({ name: '', tiles: [] }));
	#saved = $state.raw<Draft>({ name: '', tiles: [] });
	#version: number;
	#selected = $state<string | null>(null);
	#preview = $state.raw<{ tiles: Tiles; wanted: Place; refused: boolean } | null>(null);
	#said = $state('');
	#result = $state.raw<Saved | null>(null);
	#busy = $state(false);
	#naming = false;
	readonly #unsaved = $derived(!same(this.#saved, this.#history.present));

	constructor(board: SavedBoard, screen: Screen) {
		this.id = board.id;
		this.#screen = screen;
		this.#version = board.version;
		this.#saved = draftOf(board);
		this.#history = begin(this.#saved);
	}

	get name() {
		return this.#history.present.name;
	}
	/** As they would lie if the tile that is dragged were let go. */
	get tiles() {
		return this.#preview?.tiles ?? this.#history.present.tiles;
	}
	/** Where a tile is being dragged to, and whether it may lie there. */
	get preview() {
		return this.#preview;
	}
	get selected() {
		return this.tiles.find(({ id }) => id === this.#selected) ?? null;
	}
	/** What was just done, in words: for who cannot see it, and where it was refused. */
	get said() {
		return this.#said;
	}
	get unsaved() {
		return this.#unsaved;
	}
	get result() {
		return this.#result;
	}
	get busy() {
		return this.#busy;
	}
	get canUndo() {
		return this.#history.past.length > 0;
	}
	get canRedo() {
		return this.#history.future.length > 0;
	}

	select = (id: string | null) => (this.#selected = id);

	/** Letter by letter, and one step to be undone. */
	rename = (name: string) => {
		const next = { ...this.#history.present, name };
		if (this.#naming) this.#history = { ...this.#history, present: next };
		else this.#did(next, '');
		this.#naming = true;
	};

	/** A row or column further; where that is refused, as far as the next place that is not: past a neighbour. */
	move = (id: string, columns: number, rows: number) => {
		const { tiles } = this.#history.present;
		for (let times = 1; times <= 12; times++) {
			const next = move(tiles, id, columns * times, rows * times);
			if (next) return this.#laid(id, next, m.compose_no_room);
		}
		this.#laid(id, null, m.compose_no_room);
	};

	resize = (id: string, columns: number, rows: number) =>
		this.#laid(id, resize(this.#history.present.tiles, id, columns, rows), m.compose_no_size);

	/** Shows what dragging a tile by so much would do, from where it lay at first. */
	drag = (id: string, how: 'move' | 'resize', columns: number, rows: number) => {
		const { tiles } = this.#history.present;
		const tile = tiles.find((one) => one.id === id);
		if (!tile) return;
		const next = how === 'move' ? move(tiles, id, columns, rows) : resize(tiles, id, columns, rows);
		const wanted = (how === 'move' ? move : resize)([tile], id, columns, rows)?.[0] ?? tile;
		this.#preview = { tiles: next ?? tiles, wanted, refused: next === null };
	};

	drop = (id: string, how: 'move' | 'resize') => {
		const preview = this.#preview;
		this.#preview = null;
		const words = how === 'move' ? m.compose_no_room : m.compose_no_size;
		if (preview) this.#laid(id, preview.refused ? null : preview.tiles, words);
	};

	cancelDrag = () => (this.#preview = null);

	/** To a place given in numbers. */
	put = (id: string, place: Partial<Place>) => {
		const { tiles } = this.#history.present;
		const tile = tiles.find((one) => one.id === id);
		if (!tile) return;
		const { w = tile.w, h = tile.h } = place;
		const grown = resize([tile], id, w - tile.w, h - tile.h)?.[0] ?? tile;
		this.#laid(id, lay(tiles, id, { ...grown, ...place, w: grown.w, h: grown.h }), m.compose_no_room);
	};

	add = (kind: TileKind) => {
		const { tiles } = this.#history.present;
		if (tiles.length >= MOST_TILES) return this.#say(m.compose_most({ count: MOST_TILES }));
		const id = freeId(tiles, kind);
		const next = add(tiles, newTile(kind, id));
		if (!next) return this.#say(m.compose_full());
		this.#selected = id;
		const added = next.find((tile) => tile.id === id);
		this.#did({ ...this.#history.present, tiles: next }, added ? this.#words(m.compose_added, added) : '');
	};

	remove = (id: string) => {
		const { tiles } = this.#history.present;
		const tile = tiles.find((one) => one.id === id);
		if (!tile) return;
		const next = remove(tiles, id);
		this.#selected = null;
		this.#did({ ...this.#history.present, tiles: next }, m.compose_removed({ title: this.#title(tile) }));
	};

	/** Another number, other teams or channels for a tile. */
	change = (tile: Tile) =>
		this.#did({ ...this.#history.present, tiles: replace(this.#history.present.tiles, tile) }, '');

	/** Puts another board in its place, to be looked at and saved. */
	load = (board: Board) => this.#did(draftOf(board), '');

	undo = () => {
		if (!this.canUndo) return;
		this.#history = undo(this.#history);
		this.#say(m.compose_undone());
	};

	redo = () => {
		if (!this.canRedo) return;
		this.#history = redo(this.#history);
		this.#say(m.compose_redone());
	};

	save = async () => {
		this.#busy = true;
		this.#naming = false;
		const sent = this.#history.present;
		const result = await saveBoard(
			{ id: this.id, name: sent.name, tiles: inOrder(sent.tiles) },
			this.#version
		);
		this.#busy = false;
		if (result.outcome === 'failed') this.#result = { what: 'failed', detail: result.detail };
		else if (result.outcome === 'changed')
			this.#result = { what: 'changed', theirs: result.board, version: result.version };
		else {
			this.#version = result.version;
			this.#saved = sent;
			this.#result = { what: 'saved' };
		}
	};

	/** Saves over what somebody else saved. */
	overwrite = async () => {
		if (this.#result?.what === 'changed') this.#version = this.#result.version;
		await this.save();
	};

	/** Takes over what somebody else saved; one's own comes back with undo. */
	loadTheirs = () => {
		if (this.#result?.what !== 'changed' || !this.#result.theirs) return;
		const { theirs, version } = this.#result;
		this.#version = version;
		this.#saved = draftOf(theirs);
		this.#did(this.#saved, '');
	};

	#title = (tile: Tile) => tileTitle(tile, this.#screen);
	#words = (say: (words: { title: string; place: string }) => string, tile: Tile) =>
		say({ title: this.#title(tile), place: placeText(tile) });
	#say = (words: string) => {
		this.#naming = false;
		this.#result = null;
		this.#said = words;
	};

	#laid(id: string, next: Tiles | null, refused: (words: { title: string }) => string) {
		const { tiles } = this.#history.present;
		const tile = (next ?? tiles).find((one) => one.id === id);
		if (!tile) return;
		if (!next) return this.#say(refused({ title: this.#title(tile) }));
		if (next === tiles) return this.#say(m.compose_edge({ title: this.#title(tile) }));
		this.#did({ ...this.#history.present, tiles: next }, this.#words(m.compose_tile_at, tile));
	}

	#did(next: Draft, words: string) {
		if (!same(next, this.#history.present)) this.#history = did(this.#history, next);
		this.#say(words);
	}
}

export const [getComposing, setComposing] = createContext<Composing>();
