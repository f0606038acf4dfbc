import { expect, test } from 'vitest';
import { boardIdOf } from '../../../src/lib/wall/board-id.ts';
import { begin, did, redo, undo } from '../../../src/lib/wall/history.ts';

test('what was done is undone step by step, and done again', () => {
	const three = did(did(begin('a'), 'b'), 'c');
	expect(undo(three).present).toBe('b');
	expect(undo(undo(undo(three))).present).toBe('a');
	expect(redo(undo(undo(three))).present).toBe('b');
	expect(redo(redo(redo(undo(undo(three))))).present).toBe('c');
});

test('a change after undoing forgets what was undone', () => {
	const other = did(undo(did(begin('a'), 'b')), 'c');
	expect([redo(other).present, undo(other).present]).toEqual(['c', 'a']);
});

test('what changes nothing is no step', () => {
	const history = did(begin('a'), 'b');
	expect(did(history, 'b')).toEqual(history);
});

test('goes a hundred steps back', () => {
	let history = begin(0);
	for (let n = 1; n <= 150; n++) history = did(history, n);
	for (let n = 0; n < 200; n++) history = undo(history);
	expect(history.present).toBe(50);
});

test.each<[string, string[], string]>([
	['Night shift', [], 'night-shift'],
	['Équipe Nord!', [], 'equipe-nord'],
	['夜班', [], 'board'],
	['夜班', ['board'], 'board-2'],
	['Pair', [], 'pair-2'],
	['--', ['board', 'board-2'], 'board-3'],
	['x'.repeat(80), [], 'x'.repeat(56)]
])('a board called %s, where there are %j, has the address %s', (name, taken, id) => {
	expect(boardIdOf(name, taken)).toBe(id);
});
