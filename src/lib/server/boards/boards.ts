import type { Board } from '#schema/board.ts';
import type { BoardVersion, SavedBoard } from '#schema/board-saved.ts';
import type { Store } from '../store/store.ts';
import type { Database } from '../store/file.ts';
import { boardOf, insertVersion, readNewest, readVersions, type BoardRow } from './rows.ts';

/** Which version a change was made from; undefined: whatever is there. 'none': it is to be a new board. */
export type From = number | 'none' | undefined;

/** What came of a change. `changed`: another version stands, or none at all (null). */
export type Changed =
	| { outcome: 'done'; version: number; board: SavedBoard | null }
	| { outcome: 'changed'; board: SavedBoard | null; version: number }
	| { outcome: 'nothing' };

export type Boards = {
	/** Those that come with the product first, then people's own by name. */
	list(): SavedBoard[];
	read(id: string): SavedBoard | null;
	save(change: { board: Board; from: From; by: string }): Changed;
	/** Deletes one of people's own; puts one that comes with the product back to how it comes. */
	remove(change: { id: string; from: From; by: string }): Changed;
	/** Puts back what stood before the last change. */
	undo(change: { id: string; from: From; by: string }): Changed;
	/** Every save, the latest first. */
	versions(id: string): BoardVersion[];
	/** A board as it was saved once; null when it was then deleted, or never. */
	version(id: string, version: number): Board | null;
};

type Options = {
	store: Store;
	shipped: readonly Board[];
	/** ms */
	now?: () => number;
};

/** The boards, each with every version of it. */
export function createBoards({ store, shipped, now = Date.now }: Options): Boards {
	const shippedOf = (id: string) => shipped.find((board) => board.id === id);

	function savedOf(id: string, row: BoardRow | undefined): SavedBoard | null {
		const original = shippedOf(id);
		const board = row?.content ? boardOf(row.content) : original;
		if (!board) return null;
		return {
			...board,
			origin: !original ? 'own' : row?.content ? 'changed' : 'shipped',
			version: row?.version ?? 0,
			saved_at: row ? new Date(row.saved_at).toISOString() : null,
			saved_by: row?.saved_by ?? ''
		};
	}

	function list(db: Database): SavedBoard[] {
		const rows = new Map(readNewest(db).map((row) => [row.id, row]));
		const own = [...rows.keys()].filter((id) => !shippedOf(id));
		const named = (ids: string[]) => ids.flatMap((id) => savedOf(id, rows.get(id)) ?? []);
		const byName = (a: SavedBoard, b: SavedBoard) => (a.name || a.id).localeCompare(b.name || b.id);
		return [...named(shipped.map(({ id }) => id)), ...named(own).toSorted(byName)];
	}

	/** Puts a version after the one that stands, if that is the one the change was made from. */
	function put(
		{ id, from, by }: { id: string; from: From; by: string },
		content: (versions: BoardRow[]) => string | null | undefined
	): Changed {
		return store.change((db) => {
			const versions = readVersions(db, id);
			const stands = savedOf(id, versions[0]);
			const version = versions[0]?.version ?? 0;
			const expected = from === 'none' ? stands === null : from === undefined || from === version;
			if (!expected) return { outcome: 'changed', board: stands, version };
			const next = content(versions);
			if (next === undefined || (next === null && !versions[0]?.content)) return { outcome: 'nothing' };
			const row = { id, version: version + 1, saved_at: now(), saved_by: by, content: next };
			insertVersion(db, row);
			return { outcome: 'done', version: row.version, board: savedOf(id, row) };
		});
	}

	return {
		list: () => store.read(list),
		read: (id) => store.read((db) => savedOf(id, readVersions(db, id)[0])),
		save: ({ board, from, by }) => put({ id: board.id, from, by }, () => JSON.stringify(board)),
		remove: (change) => put(change, () => null),
		undo: (change) => put(change, ([last, before]) => (last ? (before?.content ?? null) : undefined)),
		versions: (id) =>
			store.read((db) =>
				readVersions(db, id).map(({ version, saved_at, saved_by, content }) => {
					const board = content === null ? null : boardOf(content);
					return {
						...{ version, saved_at: new Date(saved_at).toISOString(), saved_by },
						...{ name: board?.name ?? '', tiles: board?.tiles.length ?? null }
					};
				})
			),
		version(id, wanted) {
			const row = store.read((db) => readVersions(db, id).find(({ version }) => version === wanted));
			return row?.content ? boardOf(row.content) : null;
		}
	};
}
