import { describe, expect, test } from 'vitest';
import type { WeekPoint } from '../../../src/lib/weekly/reviewed.ts';
import { domainOfWeeks, drawWeeks } from '../../../src/lib/weekly/week-drawing.ts';

const frame = { width: 30, height: 10, pad: 0, domain: [0, 10] as [number, number] };

const week = (monday: string, value: number | null, more: Partial<WeekPoint> = {}): WeekPoint => ({
	...{ monday, value, n: 10, open: false, low: 2, high: 8 },
	...more
});

describe('a trend by week', () => {
	test('is a line with the band of its limits and its last week', () => {
		const drawing = drawWeeks([week('a', 0), week('b', 5), week('c', 10), week('d', 5)], frame, null);
		expect(drawing).toEqual({
			bands: ['M0 2L10 2L20 2L30 2L30 8L20 8L10 8L0 8Z'],
			lines: ['M0 10L10 5L20 0L30 5'],
			dots: [],
			last: { x: 30, y: 5, open: false },
			signal: null,
			unfinished: null
		});
	});

	test('breaks where a week says nothing, and the band where there are no limits', () => {
		const points = [week('a', 0), week('b', 5), week('c', null, { low: null }), week('d', 5)];
		const drawing = drawWeeks(points, frame, null);
		expect(drawing).toMatchObject({
			bands: ['M0 2L10 2L10 8L0 8Z'],
			lines: ['M0 10L10 5'],
			dots: [{ x: 30, y: 5 }]
		});
	});

	test('marks the week that is news', () => {
		expect(drawWeeks([week('a', 0), week('b', 10)], frame, 'a').signal).toEqual({ x: 0, y: 10 });
	});

	test('rises by as much for each multiple on a logarithmic scale', () => {
		const points = [week('a', 1), week('b', 10), week('c', 100), week('d', 0)];
		const drawing = drawWeeks(points, { ...frame, domain: [1, 100], log: true }, null);
		expect(drawing.lines).toEqual(['M0 10L10 5L20 0L30 10']);
	});

	test('is dotted into weeks that are open', () => {
		const points = [week('a', 0), week('b', 5), week('c', 10, { open: true }), week('d', 5, { open: true })];
		expect(drawWeeks(points, frame, null)).toMatchObject({
			lines: ['M0 10L10 5'],
			unfinished: 'M10 5L20 0L30 5',
			last: { open: true }
		});
	});
});

describe('the scale of trends', () => {
	test('holds all values, and the limits of the first', () => {
		expect(domainOfWeeks([[week('a', 5)], [week('a', 20, { high: 90 })]])).toEqual([2, 20]);
	});

	test('is never without height', () => {
		expect(domainOfWeeks([[week('a', 5, { low: null, high: null })]])).toEqual([4.75, 5.25]);
		expect(domainOfWeeks([])).toEqual([0, 1]);
	});
});
