import { expect, test } from 'vitest';
import { createMemory } from '../../ingest/deduplicate.ts';

const of = (source: string, id: string) => ({ source, id });

test('knows an event again by source and id together', () => {
	const memory = createMemory();
	expect(memory.add(of('a', '1'))).toBe(true);
	expect(memory.add(of('a', '1'))).toBe(false);
	expect(memory.add(of('b', '1'))).toBe(true);
	expect(memory.add(of('a', '2'))).toBe(true);
});

test('does not mistake one pair for another that joins to the same text', () => {
	const memory = createMemory();
	memory.add(of('a', 'b1'));
	expect(memory.add(of('ab', '1'))).toBe(true);
	memory.add(of('a\0b', 'c'));
	expect(memory.add(of('a', 'b\0c'))).toBe(true);
});

test('remembers at least one generation and at most two', () => {
	const memory = createMemory({ generation: 3 });
	for (const id of ['1', '2', '3', '4', '5']) memory.add(of('a', id));
	expect(memory.add(of('a', '1'))).toBe(false);
	memory.add(of('a', '6'));
	expect(memory.add(of('a', '1'))).toBe(true);
	expect(memory.add(of('a', '4'))).toBe(false);
});

test('remembers fewer events when their identities are long', () => {
	const memory = createMemory({ characters: 1_000 });
	const long = (id: string) => of('a'.repeat(200), id.repeat(200));
	for (const id of ['1', '2', '3', '4', '5', '6']) memory.add(long(id));
	expect(memory.add(long('4'))).toBe(false);
	expect(memory.add(long('1'))).toBe(true);
});

test('forgets an event that was not stored', () => {
	const memory = createMemory();
	memory.add(of('a', '1'));
	memory.forget(of('a', '1'));
	expect(memory.add(of('a', '1'))).toBe(true);
});

test('forgets one source in both generations, and no other', () => {
	const memory = createMemory({ generation: 3 });
	for (const source of ['a', 'ab', 'b']) memory.add(of(source, 'old'));
	memory.add(of('a', 'young'));
	memory.forgetSource('a');
	expect(memory.add(of('ab', 'old'))).toBe(false);
	expect(memory.add(of('b', 'old'))).toBe(false);
	expect(memory.add(of('a', 'old'))).toBe(true);
	expect(memory.add(of('a', 'young'))).toBe(true);
});
