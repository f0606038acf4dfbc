import { z } from 'zod';
import { KpiId } from './kpi.ts';

/** A wall is one sheet of 16 to 9, in so many columns and rows. */
export const GRID = { columns: 12, rows: 8 } as const;

/** The address of a board: /wall/ID. */
export const BoardId = z
	.string()
	.regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'expected small letters, digits and hyphens, at most 64');

const Group = z.string().max(200, 'expected at most 200 characters');

const place = {
	/** Of the board's own choosing, unique in it. */
	id: z.string().min(1).max(40),
	x: z
		.int()
		.min(0)
		.max(GRID.columns - 1),
	y: z
		.int()
		.min(0)
		.max(GRID.rows - 1),
	w: z.int().min(1).max(GRID.columns),
	h: z.int().min(1).max(GRID.rows),
	/** Of which teams and channels; empty: all that the board shows. */
	teams: z.array(Group).max(100).default([]),
	channels: z.array(Group).max(20).default([])
};

/** What a tile shows, and where on the sheet. Those with a `kpi` show that number of today. */
export const Tile = z.discriminatedUnion('kind', [
	/** A number against its promise. */
	z.object({ ...place, kind: z.literal('number'), kpi: KpiId }),
	/** The day's course, by the hour. */
	z.object({ ...place, kind: z.literal('trend'), kpi: KpiId }),
	/** Team by team, furthest from the promise first. */
	z.object({ ...place, kind: z.literal('teams'), kpi: KpiId }),
	/** Who waits now, how many and for how long. */
	z.object({ ...place, kind: z.literal('waiting') }),
	/** Promises broken today. */
	z.object({ ...place, kind: z.literal('broken') }),
	/** Complaints and what is left of their time. */
	z.object({ ...place, kind: z.literal('recovery') }),
	/** What to act upon next. */
	z.object({ ...place, kind: z.literal('queue') }),
	/** What customers just answered. */
	z.object({ ...place, kind: z.literal('satisfaction') }),
	/** What agents are doing. */
	z.object({ ...place, kind: z.literal('staff') })
]);
export type Tile = z.infer<typeof Tile>;
export type TileKind = Tile['kind'];
export const TILE_KINDS = Tile.options.map(({ shape }) => shape.kind.value);

/** More would not be read from three metres away. */
export const MOST_TILES = 16;

/** Whether two tiles lie on one another. */
const overlap = (a: Tile, b: Tile) =>
	a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** A board: which tiles stand where on its sheet. No two lie on one another, and none runs over the edge. */
export const Board = z
	.object({
		id: BoardId,
		/** What people call it. Those that come with the product are called by what they are, in the reader's language. */
		name: z.string().max(80, 'expected at most 80 characters').default(''),
		tiles: z.array(Tile).max(MOST_TILES, `expected at most ${MOST_TILES} tiles`)
	})
	.superRefine(({ tiles }, context) => {
		tiles.forEach((tile, index) => {
			const issue = (field: string, message: string) =>
				context.addIssue({ code: 'custom', path: ['tiles', index, field], message });
			if (tile.x + tile.w > GRID.columns)
				issue('w', `runs over the right edge: x + w is above ${GRID.columns}`);
			if (tile.y + tile.h > GRID.rows) issue('h', `runs over the lower edge: y + h is above ${GRID.rows}`);
			tiles.slice(0, index).forEach((other) => {
				if (other.id === tile.id) issue('id', `two tiles are called ${tile.id}`);
				if (overlap(tile, other)) issue('x', `lies on tile ${other.id}`);
			});
		});
	});
export type Board = z.infer<typeof Board>;
