import { describe, expect, test } from 'vitest';
import type { DefectCount } from '#schema/defect.ts';
import { bars, kindLines, reachOf } from '../../src/lib/defect-lines.ts';

const count = (changes: Partial<DefectCount>): DefectCount => ({
	kind: 'reply_before_opening',
	source: 'desk',
	group: null,
	bucket: null,
	defects: 1,
	cases: 1,
	judged: 10,
	share: 0.1,
	by_s_max: 60,
	left_out: ['first_response'],
	...changes
});

describe('the lines of the defects', () => {
	const totals = [
		count({ defects: 9 }),
		count({ kind: 'opened_again', defects: 5, left_out: ['cases_opened'] }),
		count({ source: 'mail', defects: 2 })
	];

	test('stand together by kind, in the order they were counted in', () => {
		const lines = kindLines(totals, []);
		expect(lines.map(({ kind, sources }) => [kind, sources.map(({ source }) => source)])).toEqual([
			['reply_before_opening', ['desk', 'mail']],
			['opened_again', ['desk']]
		]);
		expect(lines.map(({ left_out }) => left_out)).toEqual([['first_response'], ['cases_opened']]);
	});

	test('have the buckets of their own kind and source', () => {
		const bucket = '2026-01-05T00:00:00+00:00';
		const trend = [count({ bucket, defects: 4 }), count({ bucket, kind: 'opened_again', defects: 3 })];
		const [replies, openings] = kindLines(totals, trend);
		expect(replies?.sources.map(({ days }) => days)).toEqual([[{ bucket, defects: 4 }], []]);
		expect(openings?.sources[0]?.days).toEqual([{ bucket, defects: 3 }]);
	});
});

describe('a strip', () => {
	const reach = { from: 0, to: 10 * 86_400_000, bucket_ms: 86_400_000 };
	const day = (index: number, defects: number) => ({
		bucket: new Date(index * 86_400_000).toISOString(),
		defects
	});

	test('has a bar where its bucket lies, from zero', () => {
		const drawn = bars([day(0, 10), day(5, 5)], reach, { width: 100, height: 20, most: 10 });
		expect(drawn).toEqual([
			{ x: 0, width: 9.5, height: 20 },
			{ x: 50, width: 9.5, height: 10 }
		]);
	});

	test('shows one among thousands', () => {
		const [bar] = bars([day(0, 1)], reach, { width: 100, height: 20, most: 10_000 });
		expect(bar?.height).toBe(2);
	});

	test('begins with the week in which its period begins', () => {
		const period = {
			...{ from: '2026-01-07T00:00:00Z', to: '2026-04-01T00:00:00Z', weeksFrom: '2026-01-05T00:00:00Z' },
			...{ grain: 'week' as const, seldomGrain: 'week' as const, anchored: false }
		};
		expect(reachOf(period).from).toBe(Date.parse(period.weeksFrom));
		expect(reachOf({ ...period, grain: 'day' }).from).toBe(Date.parse(period.from));
	});
});
