import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlapProblems } from '#schema/standards/overlap.ts';
import { standard } from './support.ts';

const DAY = 86_400_000;
const at = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * DAY).toISOString();
const row = (from: number, to: number | null, channel = 'phone') =>
	standard({ channel, valid_from: at(from), valid_to: to === null ? null : at(to) });
const paths = (...rows: ReturnType<typeof row>[]) =>
	overlapProblems(rows).map(({ path, values }) => `${path} ${values.other}`);

test('takes one that starts when the other ends', () => {
	expect(paths(row(0, 5), row(5, null))).toEqual([]);
});

test('takes the same period for another channel', () => {
	expect(paths(row(0, 5), row(0, 5, 'chat'))).toEqual([]);
});

test('names both, whichever comes first in the file', () => {
	expect(paths(row(0, 5), row(4, null))).toEqual(['standards.1.valid_from standards.0']);
	expect(paths(row(4, null), row(0, 5))).toEqual(['standards.0.valid_from standards.1']);
	expect(paths(row(0, 5), row(0, 5))).toEqual(['standards.1.valid_from standards.0']);
});

test('sees a long one behind a short one', () => {
	expect(paths(row(0, null), row(1, 2), row(3, 4))).toEqual([
		'standards.1.valid_from standards.0',
		'standards.2.valid_from standards.0'
	]);
});

test('finds an overlap exactly when two rows of a scope share a day', () => {
	const span = fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 4 }), fc.constantFrom('phone', 'chat'));
	fc.assert(
		fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
			const shared = spans.some(([a, lengthA, channelA], ix) =>
				spans.some(
					([b, lengthB, channelB], other) =>
						other > ix && channelA === channelB && a < b + lengthB && b < a + lengthA
				)
			);
			const found = overlapProblems(
				spans.map(([from, length, channel]) => row(from, from + length, channel))
			);
			expect(found.length > 0).toBe(shared);
		})
	);
});
