import { expect, test } from 'vitest';
import type { LiveAnswer } from '../../../src/lib/live-ask.ts';
import { answeredAt, TileView, wallPlan } from '../../../src/lib/wall/plan.ts';
import { WallQuestion } from '../../../src/lib/wall/question.ts';
import { SHIPPED } from '../../../src/lib/wall/shipped.ts';
import { Board } from '#schema/board.ts';

const question = WallQuestion.parse({ teams: [], channels: [] });
const day = { from: '2026-11-21T16:00:00Z', to: '2026-11-22T16:00:00Z' };
const place = { x: 0, y: 0, w: 2, h: 2 };

test.each(SHIPPED.map((board) => [board.id, board] as const))('asks each question of %s once', (_, board) => {
	const { asks, places } = wallPlan(board, question, day);
	expect(new Set(asks.map((ask) => JSON.stringify(ask))).size).toBe(asks.length);
	for (const tile of board.tiles)
		expect(Object.values(places.get(tile.id) ?? {}).every((index) => asks[index])).toBe(true);
});

test('a tile is as old as the oldest of what it shows', () => {
	const tiles = [{ ...place, id: 'one', kind: 'number', kpi: 'nps' }];
	const plan = wallPlan(Board.parse({ id: 'b', tiles }), question, day);
	const { total = -1, hours = -1 } = plan.places.get('one') ?? {};
	const times = plan.asks.map((_, index): number | null =>
		index === total ? 2_000 : index === hours ? 1_000 : 9_000
	);
	expect(answeredAt(plan, 'one', times)).toBe(1_000);
	expect(answeredAt(plan, 'one', times.with(hours, null))).toBeNull();
});

test('a tile of its own teams asks of them, the others as the address says', () => {
	const board = Board.parse({
		id: 'b',
		tiles: [
			{ ...place, id: 'own', kind: 'number', kpi: 'nps', teams: ['Mail'] },
			{ ...place, x: 2, id: 'all', kind: 'number', kpi: 'nps' }
		]
	});
	const { asks, places } = wallPlan(board, { ...question, teams: ['Hotline'] }, day);
	const teamsOf = (tile: string) => asks[places.get(tile)?.total ?? -1]?.teams;
	expect(teamsOf('own')).toEqual(['Mail']);
	expect(teamsOf('all')).toEqual(['Hotline']);
});

test('asks who waits of far more than today', () => {
	const { asks, places } = wallPlan(
		Board.parse({ id: 'b', tiles: [{ ...place, id: 'w', kind: 'waiting' }] }),
		question,
		day
	);
	const ask = asks[places.get('w')?.total ?? -1];
	expect(ask).toMatchObject({ kpi: 'waiting_now', from: '2026-08-23T16:00:00.000Z', to: day.to });
});

test('asks beside the course of a day what happened on it, of the same teams', () => {
	const trend = { ...place, kind: 'trend', kpi: 'service_level' };
	const board = Board.parse({
		id: 'b',
		tiles: [
			{ ...trend, id: 'own', teams: ['Mail'] },
			{ ...trend, x: 2, id: 'all' }
		]
	});
	const { asks, places } = wallPlan(board, { ...question, teams: ['Hotline'] }, day);
	const listOf = (tile: string) => asks[places.get(tile)?.list ?? -1];
	expect(listOf('own')).toMatchObject({ feed: 'annotations', teams: ['Mail'] });
	expect(listOf('all')).toMatchObject({ feed: 'annotations', teams: ['Hotline'] });
});

test('tells what failed from what is empty', () => {
	const board = Board.parse({ id: 'b', tiles: [{ ...place, id: 'q', kind: 'queue' }] });
	const plan = wallPlan(board, question, day);
	const answer: LiveAnswer = {
		...{ feed: 'actions', as_of: day.from, watermark: null, rows: [] },
		counts: { broken: 0, at_risk: 0, acted: 0 }
	};
	expect(new TileView(plan, 'q', [answer])).toMatchObject({ failed: false });
	expect(new TileView(plan, 'q', [answer]).list('actions')?.rows).toEqual([]);
	expect(new TileView(plan, 'q', [null]).failed).toBe(true);
});
