import { expect, test } from 'vitest';
import { KPI_ROWS, type KpiId } from '#schema/kpi.ts';
import { furthestFirst } from '../../../src/lib/wall/lines.ts';

type Said = { value: number | null; n?: number; low?: number; high?: number; within?: number };

const row = (kpi: KpiId, group: string, { value, n = 100, low, high, within }: Said) =>
	KPI_ROWS[kpi].parse({
		...{ group, value, n, low: low ?? null, high: high ?? null },
		...(within === undefined ? { denominator: n } : { numerator: within, denominator: n })
	});
const order = (kpi: KpiId, said: Record<string, Said>) =>
	furthestFirst(
		kpi,
		Object.entries(said).map(([group, one]) => row(kpi, group, one))
	).map(({ row: { group }, apart }) => `${apart ? '| ' : ''}${group}`);

test.each(['abandonment', 'reopen_rate', 'recontact_rate', 'dpmo', 'complaints_per_10k'] as const)(
	'of %s, where less is better, the most stand first',
	(kpi) => {
		expect(
			order(kpi, {
				best: { value: 0.1, low: 0.05, high: 0.15 },
				worst: { value: 0.9, low: 0.8, high: 0.95 },
				middle: { value: 0.2, low: 0.12, high: 0.3 }
			})
		).toEqual(['worst', '| middle', 'best']);
	}
);

test('of what should be more the least stand first, parted only where no interval meets another', () => {
	const said = { a: { value: 0.95, low: 0.9, high: 0.99 }, b: { value: 0.5, low: 0.4, high: 0.6 } };
	expect(order('service_level', said)).toEqual(['b', '| a']);
	expect(order('service_level', { ...said, c: { value: 0.8, low: 0.55, high: 0.92 } })).toEqual([
		'b',
		'c',
		'a'
	]);
});

test('a duration is ordered by the share within its promise', () => {
	expect(
		order('first_response', {
			slow: { value: 10, within: 50, low: 0.4, high: 0.6 },
			quick: { value: 12, within: 90, low: 0.8, high: 0.95 }
		})
	).toEqual(['slow', '| quick']);
});

test('without intervals the value alone decides; what says too little or nothing comes last', () => {
	expect(
		order('scorecard', {
			none: { value: null, n: 0 },
			few: { value: 1, n: 3 },
			high: { value: 90 },
			low: { value: 40 }
		})
	).toEqual(['low', 'high', 'few', 'none']);
	expect(order('cases_opened', { a: { value: 10 }, b: { value: 30 } })).toEqual(['b', 'a']);
});
