import { describe, expect, test } from 'vitest';
import { secondsAxis, shareAxis, spread } from '../../../src/lib/charts/axis.ts';

describe('an axis of shares', () => {
	test.each([
		[[0.83, 0.97], { min: 0.8, max: 1, interval: 0.05 }],
		[[0.37, 0.95], { min: 0.2, max: 1, interval: 0.2 }],
		[[0, 1], { min: 0, max: 1, interval: 0.2 }],
		[[0.42, 0.55], { min: 0.4, max: 0.55, interval: 0.05 }],
		[[1], { min: 0.98, max: 1, interval: 0.02 }]
	])('over %j holds every value within 0 and 1', (values, axis) => expect(shareAxis(values)).toEqual(axis));

	test('exists without values', () => {
		const { min, max } = shareAxis([]);
		expect(max).toBeGreaterThan(min);
	});
});

describe('an axis of durations', () => {
	test.each([
		[[18], { min: 0, max: 20, interval: 5 }],
		[[125], { min: 0, max: 150, interval: 30 }],
		[[7 * 3600], { min: 0, max: 28_800, interval: 7200 }]
	])('over %j has steps people know', (values, axis) => expect(secondsAxis(values)).toEqual(axis));
});

describe('labels', () => {
	test('stay where they do not touch', () => expect(spread([50, 10, 90], 12, 100)).toEqual([50, 10, 90]));
	test('move apart, in their order', () => expect(spread([52, 50, 51], 10, 100)).toEqual([70, 50, 60]));
	test('stay within the plot', () => expect(spread([95, 99], 10, 100)).toEqual([90, 100]));
});
