import { expect, test } from 'vitest';
import type { Point } from '../../../src/lib/charts/series.ts';
import { spanOf, sparkline } from '../../../src/lib/charts/sparkline.ts';

test('flags and line have the same begin and end', () => {
	const point = (time: number): Point => ({
		...{ time, value: 1, numerator: 1, denominator: 10, low: null, high: null, few: false, partial: false }
	});
	const points = [point(-5), point(4)];
	expect(spanOf(points, { from: 0, to: 10 })).toEqual({ min: -5, max: 4 });
	const frame = { width: 90, height: 10, pad: 0, domain: [0, 2] as [number, number] };
	expect(sparkline(points, { from: 0, to: 10, as_of: 10 }, frame).lines).toEqual(['M0 5L90 5']);
	expect(spanOf([], { from: 0, to: 10 })).toEqual({ min: 0, max: 10 });
});
