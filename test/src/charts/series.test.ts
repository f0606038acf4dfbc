import { describe, expect, test } from 'vitest';
import { KPI_ROWS } from '#schema/kpi.ts';
import { measureOf, pointsOf } from '../../../src/lib/charts/series.ts';

const day = (date: string, numerator: number, denominator: number) =>
	KPI_ROWS.satisfaction.parse({ bucket: `${date}T00:00:00+08:00`, numerator, denominator, n: denominator });
const extent = {
	from: Date.parse('2026-11-01T00:00:00+08:00'),
	to: Date.parse('2026-11-08T00:00:00+08:00'),
	as_of: Date.parse('2026-11-07T12:00:00+08:00')
};
const points = (...rows: ReturnType<typeof day>[]) => pointsOf(rows, 'day', 'share', extent);

describe('the points of a trend', () => {
	test('stand in order of time', () =>
		expect(points(day('2026-11-02', 1, 10), day('2026-11-01', 9, 10)).map(({ value }) => value)).toEqual([
			0.9, 0.1
		]));

	test('have an empty one where a bucket is missing, so that the line breaks', () =>
		expect(points(day('2026-11-01', 9, 10), day('2026-11-03', 8, 10)).map(({ value }) => value)).toEqual([
			0.9,
			null,
			0.8
		]));

	test('mark the bucket still going on', () =>
		expect(points(day('2026-11-06', 9, 10), day('2026-11-07', 9, 10)).map(({ partial }) => partial)).toEqual([
			false,
			true
		]));

	test('mark what rests on fewer than five', () =>
		expect(points(day('2026-11-01', 4, 4), day('2026-11-02', 4, 5)).map(({ few }) => few)).toEqual([
			true,
			false
		]));

	test('do not break where clocks change', () => {
		const rows = ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'].map((bucket) =>
			KPI_ROWS.satisfaction.parse({ bucket, numerator: 9, denominator: 10 })
		);
		expect(pointsOf(rows, 'day', 'share', extent)).toHaveLength(2);
	});
});

test('a duration without any promise is drawn as its median', () => {
	expect(measureOf(KPI_ROWS.first_response.parse({ n: 10, denominator: 0 }))).toBe('p50');
	expect(measureOf(KPI_ROWS.first_response.parse({ n: 10, denominator: 3 }))).toBe('share');
	expect(measureOf(KPI_ROWS.satisfaction.parse({ n: 0 }))).toBe('share');
});

test('a bucket of which some items are too young to judge is not whole', () => {
	const row = (bucket: string, immature: number) =>
		KPI_ROWS.first_contact_resolution.parse({ bucket, n: 40, numerator: 30, denominator: 40, immature });
	const rows = [row('2026-01-05T00:00:00Z', 0), row('2026-01-06T00:00:00Z', 3)];
	const extent = {
		from: Date.parse('2026-01-01'),
		to: Date.parse('2026-02-01'),
		as_of: Date.parse('2026-02-01')
	};
	expect(pointsOf(rows, 'day', 'share', extent).map(({ partial }) => partial)).toEqual([false, true]);
});
