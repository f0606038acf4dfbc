import { z } from 'zod';
import { Board } from './board.ts';

/** Addresses below /wall that are pages of their own. */
export const RESERVED_BOARDS: ReadonlySet<string> = new Set(['pair']);

/** A board as it stands: as it comes with the product, a changed copy of such a one, or one of people's own. */
export const SavedBoard = z.object({
	...Board.shape,
	origin: z.enum(['shipped', 'changed', 'own']),
	/** How often it was changed: what If-Match of a later PUT refers to. */
	version: z.int().min(0),
	saved_at: z.string().nullable(),
	saved_by: z.string()
});
export type SavedBoard = z.infer<typeof SavedBoard>;

/** The answer to GET /api/boards. */
export const BoardList = z.object({ boards: z.array(SavedBoard) });

/** One save of a board. `tiles` null: it was deleted, or put back to how it comes with the product. */
export const BoardVersion = z.object({
	version: z.int(),
	saved_at: z.string(),
	saved_by: z.string(),
	name: z.string(),
	tiles: z.int().nullable()
});
export type BoardVersion = z.infer<typeof BoardVersion>;

/** The answer to GET /api/boards/ID/versions, the latest first. */
export const BoardVersions = z.object({ versions: z.array(BoardVersion) });
