import { GRID, type Tile } from '#schema/board.ts';
import { leastSize } from './kinds.ts';

/** Where something lies on the sheet, in columns and rows. */
export type Place = { x: number; y: number; w: number; h: number };
export type Tiles = readonly Tile[];

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

const overlap = (a: Place, b: Place) =>
	a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const isFree = (place: Place, taken: readonly Place[]) => taken.every((other) => !overlap(place, other));

/** A place within the sheet, moved there if it stood over the edge. */
const within = ({ x, y, w, h }: Place): Place => ({
	...{ w, h },
	x: clamp(x, 0, GRID.columns - w),
	y: clamp(y, 0, GRID.rows - h)
});

/** Every place of a size, those nearest to `from` first; of equally near ones the upper, then the left one. */
function placesNear({ x, y, w, h }: Place): Place[] {
	const columns = Array.from({ length: GRID.columns - w + 1 }, (_, column) => column);
	const rows = Array.from({ length: GRID.rows - h + 1 }, (_, row) => row);
	const far = (place: Place) => Math.abs(place.x - x) + Math.abs(place.y - y);
	return rows
		.flatMap((row) => columns.map((column) => ({ x: column, y: row, w, h })))
		.toSorted((a, b) => far(a) - far(b));
}

const samePlace = (a: Place, b: Place) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

/**
 * Lays a tile where it is wanted. Tiles it would lie on are pushed to the nearest free place of their size, in order of reading.
 * The same tiles when nothing changes; null when there is no room for one of them.
 */
export function lay(tiles: Tiles, id: string, wanted: Place): Tiles | null {
	const tile = tiles.find((one) => one.id === id);
	if (!tile) return tiles;
	const to = within(wanted);
	if (samePlace(tile, to)) return tiles;
	const others = tiles.filter((one) => one.id !== id);
	const laid = new Map<string, Place>([[id, to]]);
	for (const other of others) if (!overlap(other, to)) laid.set(other.id, other);
	const pushed = others.filter((other) => overlap(other, to)).toSorted((a, b) => a.y - b.y || a.x - b.x);
	for (const other of pushed) {
		const taken = [...laid.values()];
		const place = placesNear(other).find((free) => isFree(free, taken));
		if (!place) return null;
		laid.set(other.id, place);
	}
	return tiles.map((one) => {
		const { x, y, w, h } = laid.get(one.id) ?? one;
		return { ...one, x, y, w, h };
	});
}

/** Moves a tile by so many columns and rows; at the edge it stays. */
export function move(tiles: Tiles, id: string, columns: number, rows: number): Tiles | null {
	const tile = tiles.find((one) => one.id === id);
	return tile ? lay(tiles, id, { ...tile, x: tile.x + columns, y: tile.y + rows }) : tiles;
}

/** Makes a tile wider and higher by its right and lower edge; not over the sheet's edge, nor smaller than can be read. */
export function resize(tiles: Tiles, id: string, columns: number, rows: number): Tiles | null {
	const tile = tiles.find((one) => one.id === id);
	if (!tile) return tiles;
	const least = leastSize(tile.kind);
	// One that was made smaller elsewhere may stay so.
	const w = clamp(tile.w + columns, Math.min(least.w, tile.w), GRID.columns - tile.x);
	const h = clamp(tile.h + rows, Math.min(least.h, tile.h), GRID.rows - tile.y);
	return lay(tiles, id, { ...tile, w, h });
}

/** The first free place for a tile: of its usual size, else the largest smaller one that can still be read; null: the sheet is full. */
export function freePlace(tiles: Tiles, { kind, w, h }: Pick<Tile, 'kind' | 'w' | 'h'>): Place | null {
	const least = leastSize(kind);
	const widths = Array.from({ length: w - least.w + 1 }, (_, less) => w - less);
	const sizes = widths
		.flatMap((width) => Array.from({ length: h - least.h + 1 }, (_, less) => ({ w: width, h: h - less })))
		.toSorted((a, b) => b.w * b.h - a.w * a.h);
	for (const size of sizes) {
		const place = placesNear({ x: 0, y: 0, ...size })
			.toSorted((a, b) => a.y - b.y || a.x - b.x)
			.find((free) => isFree(free, tiles));
		if (place) return place;
	}
	return null;
}

/** Adds a tile where there is room; null when there is none. */
export function add(tiles: Tiles, tile: Tile): Tiles | null {
	const place = freePlace(tiles, tile);
	return place && [...tiles, { ...tile, ...place }];
}

export const remove = (tiles: Tiles, id: string): Tiles => tiles.filter((tile) => tile.id !== id);

/** Puts a tile of the same id in its place on the sheet. */
export const replace = (tiles: Tiles, next: Tile): Tiles =>
	tiles.map((tile) => (tile.id === next.id ? next : tile));

/** An id for a new tile that no other has: its kind, with a number if need be. */
export function freeId(tiles: Tiles, kind: string): string {
	const taken = new Set(tiles.map(({ id }) => id));
	for (let n = 1; ; n++) {
		const id = n === 1 ? kind : `${kind}-${n}`;
		if (!taken.has(id)) return id;
	}
}
