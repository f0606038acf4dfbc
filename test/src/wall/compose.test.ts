import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Board, GRID, TILE_KINDS, type Tile } from '#schema/board.ts';
import {
	add,
	freeId,
	freePlace,
	lay,
	move,
	remove,
	replace,
	resize,
	type Tiles
} from '../../../src/lib/wall/compose.ts';
import { leastSize, newTile, usualSize } from '../../../src/lib/wall/kinds.ts';
import { SHIPPED } from '../../../src/lib/wall/shipped.ts';

const tile = (id: string, x: number, y: number, w = 4, h = 2): Tile => ({
	...{ id, x, y, w, h, teams: [], channels: [] },
	kind: 'broken'
});
const at = (tiles: Tiles | null, id: string) => {
	const found = tiles?.find((one) => one.id === id);
	return found && [found.x, found.y, found.w, found.h];
};

describe('a tile on the sheet', () => {
	test('moves where there is room, and leaves the others alone', () => {
		const before = [tile('a', 0, 0), tile('b', 4, 0)];
		const after = move(before, 'a', 0, 3);
		expect([at(after, 'a'), at(after, 'b')]).toEqual([
			[0, 3, 4, 2],
			[4, 0, 4, 2]
		]);
		expect(before[0]?.y).toBe(0);
	});

	test('stays at the edge, and nothing has changed then', () => {
		const tiles = [tile('a', 8, 6)];
		expect(move(tiles, 'a', 1, 0)).toBe(tiles);
		expect(move(tiles, 'a', 0, 5)).toBe(tiles);
		expect(at(move(tiles, 'a', -20, -20), 'a')).toEqual([0, 0, 4, 2]);
	});

	test('pushes one it would lie on to the nearest free place', () => {
		const tiles = [tile('a', 0, 0), tile('b', 4, 0)];
		const after = move(tiles, 'a', 1, 0);
		expect([at(after, 'a'), at(after, 'b')]).toEqual([
			[1, 0, 4, 2],
			[5, 0, 4, 2]
		]);
	});

	test('changes places with one of its size when dropped on it', () => {
		const full = [tile('a', 0, 0, 6, 8), tile('b', 6, 0, 6, 8)];
		const after = lay(full, 'a', { x: 6, y: 0, w: 6, h: 8 });
		expect([at(after, 'a'), at(after, 'b')]).toEqual([
			[6, 0, 6, 8],
			[0, 0, 6, 8]
		]);
	});

	test('is refused where one it pushes has nowhere to go', () => {
		const full = [tile('a', 0, 0, 6, 8), tile('b', 6, 0, 6, 8)];
		expect(move(full, 'a', 1, 0)).toBeNull();
		expect(resize(full, 'a', 1, 0)).toBeNull();
	});

	test('grows and shrinks by its lower right corner, between what can be read and the edge', () => {
		const tiles = [tile('a', 8, 4)];
		expect(at(resize(tiles, 'a', 5, 1), 'a')).toEqual([8, 4, 4, 3]);
		expect(at(resize(tiles, 'a', 0, 9), 'a')).toEqual([8, 4, 4, 4]);
		expect(at(resize(tiles, 'a', -9, -9), 'a')).toEqual([8, 4, 2, 2]);
	});

	test('that was made smaller elsewhere may stay so', () => {
		const tiles = [tile('a', 0, 0, 1, 1)];
		expect(resize(tiles, 'a', -1, 0)).toBe(tiles);
		expect(at(resize(tiles, 'a', 1, 0), 'a')).toEqual([0, 0, 2, 1]);
	});

	test('is added at the first free place, smaller if need be, or not at all', () => {
		const half = [tile('a', 0, 0, 12, 5)];
		expect(at(add(half, newTile('queue', 'q')), 'q')).toEqual([0, 5, 4, 3]);
		expect(freePlace([tile('a', 0, 0, 12, 7)], newTile('staff', 's'))).toBeNull();
		expect(add([tile('a', 0, 0, 12, 8)], newTile('broken', 'b'))).toBeNull();
	});

	test('is taken away or replaced by its id', () => {
		const tiles = [tile('a', 0, 0), tile('b', 4, 0)];
		expect(remove(tiles, 'a').map(({ id }) => id)).toEqual(['b']);
		expect(replace(tiles, { ...tile('b', 4, 0), teams: ['North'] })[1]?.teams).toEqual(['North']);
		expect(move(tiles, 'none', 1, 1)).toBe(tiles);
	});

	test('gets an id that no other has', () => {
		expect(freeId([], 'broken')).toBe('broken');
		expect(freeId([tile('broken', 0, 0), tile('broken-2', 4, 0)], 'broken')).toBe('broken-3');
	});
});

test.each(TILE_KINDS)('%s begins at least as large as can be read', (kind) => {
	const [usual, least] = [usualSize(kind), leastSize(kind)];
	expect(usual.w >= least.w && usual.h >= least.h).toBe(true);
	expect(Board.safeParse({ id: 'x', tiles: [newTile(kind, kind)] }).success).toBe(true);
});

const steps = fc.array(
	fc.record({
		do: fc.constantFrom(
			'move' as const,
			'resize' as const,
			'lay' as const,
			'add' as const,
			'remove' as const
		),
		which: fc.nat(15),
		x: fc.integer({ min: -13, max: 13 }),
		y: fc.integer({ min: -9, max: 9 }),
		kind: fc.constantFrom(...TILE_KINDS)
	}),
	{ maxLength: 40 }
);

test('whatever is done to a board, it stays one that can be saved', () => {
	fc.assert(
		fc.property(fc.constantFrom(...SHIPPED), steps, (board, steps) => {
			let tiles: Tiles = board.tiles;
			for (const { do: what, which, x, y, kind } of steps) {
				const one = tiles[which % Math.max(1, tiles.length)];
				const id = one?.id ?? '';
				const next =
					what === 'move'
						? move(tiles, id, x, y)
						: what === 'resize'
							? resize(tiles, id, x, y)
							: what === 'lay'
								? one && lay(tiles, id, { ...one, x, y })
								: what === 'remove'
									? remove(tiles, id)
									: add(tiles, newTile(kind, freeId(tiles, kind)));
				if (next && next.length <= 16) tiles = next;
				expect(Board.safeParse({ id: 'x', tiles }).error?.issues ?? []).toEqual([]);
			}
		}),
		{ numRuns: 200 }
	);
});

test('no tile is ever lost by moving another', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...SHIPPED),
			fc.nat(8),
			fc.nat(GRID.columns),
			fc.nat(GRID.rows),
			({ tiles }, which, x, y) => {
				const one = tiles[which % tiles.length];
				const after = one && lay(tiles, one.id, { ...one, x, y });
				const sizes = (of: Tiles) => of.map(({ id, w, h }) => [id, w, h]);
				if (after) expect(sizes(after)).toEqual(sizes(tiles));
			}
		)
	);
});
