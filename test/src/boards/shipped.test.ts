import { expect, test } from 'vitest';
import { GRID } from '#schema/board.ts';
import { KPIS } from '#schema/kpis/registry.ts';
import { SHIPPED } from '../../../src/lib/wall/shipped.ts';

test('three boards come with the product', () => {
	expect(SHIPPED.map(({ id }) => id)).toEqual(['contact-centre', 'complaints', 'organisation']);
});

test.each(SHIPPED.map((board) => [board.id, board] as const))('%s uses its whole sheet', (_, { tiles }) => {
	expect(tiles.reduce((sum, { w, h }) => sum + w * h, 0)).toBe(GRID.columns * GRID.rows);
});

test.each(SHIPPED.map((board) => [board.id, board] as const))(
	'%s says first how the promise stands, and shows what is broken and what to act upon',
	(_, { tiles }) => {
		expect(tiles.find(({ x, y }) => x === 0 && y === 0)).toMatchObject({ kind: 'number', w: 4, h: 3 });
		expect(tiles.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['broken', 'queue']));
	}
);

test('no board shows a number that cannot be judged on the same day', () => {
	const late = [
		'first_contact_resolution',
		'complaint_recovery',
		'recontact_rate',
		'reopen_rate',
		'retention'
	];
	const shown = SHIPPED.flatMap(({ tiles }) => tiles.flatMap((tile) => ('kpi' in tile ? tile.kpi : [])));
	expect(shown.filter((kpi) => late.includes(kpi) || !(kpi in KPIS))).toEqual([]);
});
