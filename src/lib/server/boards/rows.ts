import { z } from 'zod';
import { Board, Tile } from '#schema/board.ts';
import type { Database } from '../store/file.ts';

/** Older saves of a board than so many are forgotten. */
const KEPT_VERSIONS = 200;

const Row = z.object({
	id: z.string(),
	version: z.number(),
	saved_at: z.number(),
	saved_by: z.string(),
	content: z.string().nullable()
});
export type BoardRow = z.infer<typeof Row>;

const NEWEST = /* sql */ `
	SELECT id, version, saved_at, saved_by, content
	FROM boards
	WHERE (id, version) IN (SELECT id, max(version) FROM boards GROUP BY id)
	ORDER BY id`;

const OF_ONE = /* sql */ `
	SELECT id, version, saved_at, saved_by, content
	FROM boards
	WHERE id = ?
	ORDER BY version DESC`;

/** The latest save of every board there ever was. */
export const readNewest = (db: Database): BoardRow[] => z.array(Row).parse(db.prepare(NEWEST).all());

/** All saves of a board, the latest first. */
export const readVersions = (db: Database, id: string): BoardRow[] =>
	z.array(Row).parse(db.prepare(OF_ONE).all(id));

export function insertVersion(db: Database, { id, version, saved_at, saved_by, content }: BoardRow) {
	db.prepare('INSERT INTO boards (id, version, saved_at, saved_by, content) VALUES (?, ?, ?, ?, ?)').run(
		id,
		version,
		saved_at,
		saved_by,
		content
	);
	db.prepare('DELETE FROM boards WHERE id = ? AND version <= ?').run(id, version - KEPT_VERSIONS);
}

const Content = z.object({ id: z.string(), name: z.string(), tiles: z.array(z.unknown()) });

/** A board as it was saved. Tiles that this version of the product does not know are left out: the others go on. */
export function boardOf(content: string): Board {
	const json: unknown = JSON.parse(content);
	const whole = Board.safeParse(json);
	if (whole.success) return whole.data;
	const { id, name, tiles } = Content.parse(json);
	return { id, name, tiles: tiles.flatMap((tile) => Tile.safeParse(tile).data ?? []) };
}
