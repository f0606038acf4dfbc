import { expect, test } from 'vitest';
import { pickCells } from './cell.ts';
import { judgeMemory, LEAK } from './process.ts';

const MB = 1024 * 1024;
const samples = (of: (part: number) => number) => Array.from({ length: 400 }, (_, ix) => of(ix / 400) * MB);

test('calls memory flat that warms up and then swings around one level', () => {
	expect(
		judgeMemory(samples((part) => (part < 0.2 ? 100 + 500 * part : 200 + 15 * Math.sin(part * 90)))).flat
	).toBe(true);
});

test('does not call memory flat that grows', () => {
	expect(judgeMemory(samples((part) => 150 + 200 * part)).flat).toBe(false);
});

test.each([
	['a stack', 'x\n    at take (/srv/app/pipeline.ts:10:3)'],
	['a file', 'cannot read file:///srv/app/x.json'],
	['a module of Node', 'node:internal/process'],
	['a type of error', 'TypeError: x is not a function'],
	['an unhandled rejection', 'Unhandled promise rejection']
])('sees %s in an answer', (_, text) => {
	expect(text).toMatch(LEAK);
});

test.each([
	'expected text: it has half a character',
	'expected one of application/json',
	'at most 32 attributes'
])('sees nothing in "%s"', (text) => {
	expect(text).not.toMatch(LEAK);
});

test('tries every field × every class in a full run, and repeats itself for a seed', () => {
	const names = (runs: number, seed: number) =>
		pickCells(runs, seed).map(({ field, base, name }) => `${base.type} ${field.path} ${field.kind} ${name}`);
	const pairs = (runs: number) => new Set(names(runs, 1).map((name) => name.replace(/^\S+ /, ''))).size;
	expect(pairs(10_000)).toBe(pairs(100_000));
	expect(names(500, 7)).toEqual(names(500, 7));
	expect(names(500, 7)).not.toEqual(names(500, 8));
});
