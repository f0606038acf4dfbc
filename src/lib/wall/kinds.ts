import type { Tile, TileKind } from '#schema/board.ts';

export type Size = { w: number; h: number };

/** How large a tile of each kind begins, and below which size it could not be read from three metres. */
const SIZES: Record<TileKind, { usual: Size; least: Size }> = {
	number: { usual: { w: 4, h: 3 }, least: { w: 2, h: 2 } },
	trend: { usual: { w: 4, h: 3 }, least: { w: 3, h: 2 } },
	teams: { usual: { w: 4, h: 4 }, least: { w: 3, h: 3 } },
	waiting: { usual: { w: 4, h: 3 }, least: { w: 2, h: 2 } },
	broken: { usual: { w: 4, h: 2 }, least: { w: 2, h: 2 } },
	recovery: { usual: { w: 5, h: 4 }, least: { w: 3, h: 3 } },
	queue: { usual: { w: 4, h: 5 }, least: { w: 3, h: 3 } },
	satisfaction: { usual: { w: 4, h: 3 }, least: { w: 3, h: 2 } },
	staff: { usual: { w: 4, h: 2 }, least: { w: 3, h: 2 } }
};

export const usualSize = (kind: TileKind) => SIZES[kind].usual;
export const leastSize = (kind: TileKind) => SIZES[kind].least;

/** A new tile of a kind; those with a number begin with the one most people promise. */
export function newTile(kind: TileKind, id: string): Tile {
	const tile = { id, x: 0, y: 0, ...usualSize(kind), teams: [], channels: [] };
	if (kind === 'number' || kind === 'trend' || kind === 'teams')
		return { ...tile, kind, kpi: 'promises_kept' };
	return { ...tile, kind };
}
