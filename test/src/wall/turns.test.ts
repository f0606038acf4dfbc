import { beforeEach, expect, test } from 'vitest';
import { Turns, type Turning } from '../../../src/lib/wall/turns.ts';

const SECOND = 1_000;
const order = ['calls', 'complaints', 'all'];
let turns: Turns;
let shown: string;
const turning = (): Turning => ({ board: shown, order, every_ms: 30 * SECOND });

beforeEach(() => {
	turns = new Turns(0);
	shown = 'calls';
});

/** Runs to a second, turning as a wall does; `gone` are skipped. Says which board was shown from which second on. */
function run(from: number, to: number, { gone = [] as string[], each = (_second: number) => {} } = {}) {
	const seen: [number, string][] = [];
	for (let second = from; second < to; second++) {
		each(second);
		const due = turns.due(second * SECOND, turning());
		const next = due.find((board) => !gone.includes(board));
		if (due.length > 0 && next === undefined) turns.failed(second * SECOND);
		if (next === undefined) continue;
		turns.showed(second * SECOND);
		shown = next;
		seen.push([second, next]);
	}
	return seen;
}
const broken = (second: number, lists: string[]) =>
	turns.interrupt(second * SECOND, turning(), (board) => lists.includes(board));

test('turns from board to board, each for its time', () =>
	expect(run(0, 100)).toEqual([
		[30, 'complaints'],
		[60, 'all'],
		[90, 'calls']
	]));

test('passes over a board that is gone, and shows it again once it is back', () => {
	expect(run(0, 70, { gone: ['complaints'] })).toEqual([
		[30, 'all'],
		[60, 'calls']
	]);
	expect(run(70, 100)).toEqual([[90, 'complaints']]);
});

test('a board that is not in the turn leads into it', () => {
	shown = 'other';
	expect(run(0, 31)).toEqual([[30, 'calls']]);
});

test('tries again in five seconds where none can be shown', () => {
	expect(run(0, 40, { gone: order })).toEqual([]);
	turns.failed(40 * SECOND);
	expect(run(40, 46)).toEqual([[45, 'complaints']]);
});

test('a breach brings the board that lists it, for a minute; then the one it interrupted has its turn', () => {
	run(0, 10);
	broken(10, ['all']);
	expect(run(10, 102)).toEqual([
		[10, 'all'],
		[70, 'calls'],
		[100, 'complaints']
	]);
});

test('a breach that this board lists keeps it for a minute', () => {
	run(0, 20);
	broken(20, order);
	expect(run(20, 90)).toEqual([[80, 'complaints']]);
});

test('a breach that no board lists holds nothing', () => {
	run(0, 20);
	broken(20, []);
	expect(run(20, 40)).toEqual([[30, 'complaints']]);
});

test('steady breaches do not stop the turning: each board has its turn before the next interruption', () => {
	const seen = run(0, 400, { each: (second) => broken(second, ['all']) });
	const boards = seen.map(([, board]) => board);
	for (const board of order) expect(boards.filter((one) => one === board).length).toBeGreaterThan(1);
	// Held for a minute, and a round without.
	expect(seen.slice(0, 4)).toEqual([
		[0, 'all'],
		[60, 'calls'],
		[90, 'complaints'],
		[120, 'all']
	]);
});
