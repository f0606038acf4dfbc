import { describe, expect, test } from 'vitest';
import type { Point } from '../../../src/lib/charts/series.ts';
import { domainOf, sparkline } from '../../../src/lib/charts/sparkline.ts';

const point = (time: number, value: number | null, more: Partial<Point> = {}): Point => ({
	...{ time, value, numerator: 0, denominator: 10, low: null, high: null, few: false, partial: false },
	...more
});
const frame = { width: 100, height: 20, pad: 0, domain: [0, 1] as [number, number] };
const draw = (...points: Point[]) => sparkline(points, { from: 0, to: 10, as_of: 10 }, frame);

describe('a sparkline', () => {
	test('runs from left to right, high values at the top', () =>
		expect(draw(point(0, 0), point(10, 1)).lines).toEqual(['M0 20L100 0']));

	test('breaks where there is no data', () =>
		expect(draw(point(0, 0), point(2, 0), point(4, null), point(6, 1), point(10, 1)).lines).toEqual([
			'M0 20L20 20',
			'M60 0L100 0'
		]));

	test('ends dotted and open in the bucket still going on', () =>
		expect(draw(point(0, 0), point(5, 1), point(10, 0, { partial: true }))).toMatchObject({
			lines: ['M0 20L50 0'],
			unfinished: 'M50 0L100 20',
			last: { x: 100, y: 20, partial: true }
		}));

	test('is dotted from the last whole bucket on where several are unfinished', () =>
		expect(draw(point(0, 0), point(5, 1, { partial: true }), point(10, 0, { partial: true }))).toMatchObject({
			lines: [],
			unfinished: 'M0 20L50 0L100 20'
		}));

	test('draws what rests on too few as a dot outside the line', () =>
		expect(draw(point(0, 0), point(5, 1, { few: true }), point(10, 0))).toMatchObject({
			lines: [],
			dots: [{ x: 0 }, { x: 50, few: true }, { x: 100 }]
		}));

	test('is empty without data', () => expect(draw()).toMatchObject({ lines: [], dots: [], last: null }));
});

describe('the scale of small multiples', () => {
	test('spans all of them, leaving out what rests on too few', () =>
		expect(domainOf([[point(0, 0.4)], [point(0, 0.9), point(1, 0, { few: true })]])).toEqual([0.4, 0.9]));

	test('has height also when nothing varies', () => {
		const [low, high] = domainOf([[point(0, 0.5)]]);
		expect(high).toBeGreaterThan(low);
	});
});
