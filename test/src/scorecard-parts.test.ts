import { expect, test } from 'vitest';
import { givenParts } from '../../src/lib/server/kpi/scorecard.ts';

const row = (group: string | null, bucket: string | null) => ({
	...{ ask: 1, group, bucket, value: 0.5, numerator: 1, denominator: 2 }
});

/** A team a row, with a long name, and the total after them. */
const rows = [
	...Array.from({ length: 900 }, (_, n) => row(`${n} ${'队'.repeat(100)}`, null)),
	row(null, null)
];
const pieces = givenParts(
	[
		{ kpi: 'satisfaction', rows },
		{ kpi: 'inspection', rows }
	],
	2
);
const listOf = (piece: Record<string, unknown> | undefined, name: string) => piece?.[name] as unknown[];

test('no field of a request is longer than ClickHouse takes, and nothing is lost', () => {
	for (const piece of pieces)
		for (const list of Object.values(piece))
			expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThan(128 * 1024);
	expect(pieces.flatMap((piece) => listOf(piece, 'part_group'))).toHaveLength(2 * rows.length);
});

test('what is of one score is in one request', () => {
	const seen = pieces.map((piece) => new Set(listOf(piece, 'part_group')));
	for (const { group } of rows) expect(seen.filter((piece) => piece.has(group))).toHaveLength(1);
});

test('totals are in the first request, and only it tells of those of which there is nothing', () => {
	expect(pieces.length).toBeGreaterThan(2);
	expect(listOf(pieces[0], 'part_group')).toContain(null);
	expect(pieces[0]).not.toHaveProperty('by');
	for (const piece of pieces.slice(1)) expect(piece).toMatchObject({ by: ['told', 'told'] });
	expect(givenParts([], 1)).toEqual([expect.objectContaining({ part_ask: [] })]);
});
