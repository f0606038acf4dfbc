import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { compileSchemas, parseEventFast } from '#schema/compile.ts';
import { EVENT_SCHEMAS, EVENT_TYPES, eventReader, parseEvent, type Parsed } from '#schema/event.ts';
import { anything, eventArbitraries, NOW } from './compile-arbitraries.ts';
import { anyEvent } from './compile-damage.ts';

vi.setConfig({ testTimeout: 180_000 }); // tens of thousands of runs: seconds, and ten times that on a busy machine

/** What zod answers, after making sure that the compiled reader answers the same, to the last property. */
function bothAnswer(input: unknown): Parsed {
	const answer = parseEvent(input, NOW);
	const compiled = parseEventFast(input, NOW);
	if (!isDeepStrictEqual(compiled, answer)) expect(compiled).toStrictEqual(answer);
	return answer;
}

/** The compiled reader, on copies of the schemas that count how often it asks zod itself. */
function watchedReader() {
	let asked = 0;
	const copies = EVENT_TYPES.map((type): [string, z.ZodType] => {
		const copy: z.ZodType = EVENT_SCHEMAS[type].clone();
		const { safeParse } = copy;
		copy.safeParse = (...values) => {
			asked++;
			return safeParse(...values);
		};
		return [type, copy];
	});
	return { read: eventReader(compileSchemas(Object.fromEntries(copies))), asked: () => asked };
}

/** Every object in a value, itself included. */
function objectsIn(value: unknown): object[] {
	if (typeof value !== 'object' || value === null) return [];
	return [value, ...Object.values(value).flatMap(objectsIn)];
}

test('answers events of every type, whole or damaged in any place, exactly as zod does', () => {
	const seen = new Map<string, number>();
	fc.assert(
		fc.property(anyEvent, (event) => {
			const answer = bothAnswer(event);
			const key = `${typeof event.type === 'string' ? event.type : ''} ${answer.ok}`;
			seen.set(key, (seen.get(key) ?? 0) + 1);
		}),
		{ numRuns: 20_000 }
	);
	// Neither side of the question may go unasked, for any type.
	for (const type of EVENT_TYPES)
		for (const ok of [true, false])
			expect([type, ok, (seen.get(`${type} ${ok}`) ?? 0) > 50]).toEqual([type, ok, true]);
});

test('answers what is no event as zod does', () => {
	fc.assert(
		fc.property(anything, (input) => void bothAnswer(input)),
		{ numRuns: 5_000 }
	);
	const typed = fc.tuple(fc.constantFrom(...EVENT_TYPES), anything, anything);
	fc.assert(
		fc.property(typed, ([type, data, time]) => void bothAnswer({ type, data, time })),
		{ numRuns: 5_000 }
	);
});

test.each([...eventArbitraries])('%s is taken without asking zod', (_, events) => {
	const { read, asked } = watchedReader();
	let taken = 0;
	fc.assert(
		fc.property(events, (event) => {
			const before = asked();
			if (!read(event, NOW).ok) return;
			taken++;
			expect(asked()).toBe(before);
		}),
		{ numRuns: 300 }
	);
	expect(taken).toBeGreaterThan(50);
});

test('asks zod for its words where it refuses', () => {
	const { read, asked } = watchedReader();
	expect(read({ type: 'case.opened' }, NOW)).toEqual(parseEvent({ type: 'case.opened' }, NOW));
	expect(asked()).toBe(1);
});

test('shares nothing with its input, and leaves it as it was', () => {
	fc.assert(
		fc.property(anyEvent, (input) => {
			const before = structuredClone(input);
			const answer = parseEventFast(input, NOW);
			expect(isDeepStrictEqual(input, before)).toBe(true);
			const given = new Set(objectsIn(input));
			expect(objectsIn(answer).filter((object) => given.has(object))).toEqual([]);
		}),
		{ numRuns: 2_000 }
	);
});

test('does not compile in silence what it could only hand to zod', () => {
	const slow = z.object({ id: z.string().refine(async (id) => id !== '') });
	expect(() => compileSchemas({ slow })).toThrow(/async/);
});
