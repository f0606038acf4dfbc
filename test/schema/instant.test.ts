import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_SCHEMAS } from '#schema/event.ts';
import { instantMs } from '#schema/instant.ts';
import { instantText } from './compile-arbitraries.ts';

const { time } = EVENT_SCHEMAS['case.opened'].shape;

test('is what Date.parse says of every time that an event may carry, in any zone and to any part of a second', () => {
	fc.assert(
		fc.property(instantText, (text) => {
			fc.pre(time.safeParse(text).success);
			expect(instantMs(text)).toBe(Date.parse(text));
		}),
		{ numRuns: 10_000 }
	);
});

test('knows every day of four centuries', () => {
	const wrong: string[] = [];
	for (let day = Date.UTC(1899, 11, 31); day < Date.UTC(2301, 0, 2); day += 86_400_000) {
		const text = new Date(day + 12_345_678).toISOString();
		if (instantMs(text) !== day + 12_345_678) wrong.push(text);
	}
	expect(wrong).toEqual([]);
});

test.each([
	['0000-01-01T00:00:00Z', -62_167_219_200_000],
	['1970-01-01T00:00:00Z', 0],
	['1969-12-31T23:59:59.999Z', -1],
	['2000-02-29T23:59:59Z', 951_868_799_000],
	['9999-12-31T23:59:59.999Z', 253_402_300_799_999]
])('reads %s', (text, ms) => {
	expect(time.safeParse(text).success).toBe(true);
	expect(instantMs(text)).toBe(ms);
	expect(Date.parse(text)).toBe(ms);
});
