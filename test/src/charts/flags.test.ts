import { describe, expect, test } from 'vitest';
import type { SavedAnnotation } from '#schema/annotation.ts';
import type { Grain } from '#schema/kpi.ts';
import {
	flagMarks,
	flagsOf,
	isInChart,
	numbersText,
	placeOf,
	type FlagExtent
} from '../../../src/lib/charts/flags.ts';

const annotation = (first_day: string, last_day = first_day): SavedAnnotation => ({
	...{ id: first_day, version: 1, saved_at: '2026-11-01T00:00:00Z', saved_by: '', kind: 'event' },
	...{ first_day, last_day, text: first_day, teams: [], by: 'Ann' }
});
const extent = (min: string, max: string, grain: Grain = 'day', zone = 'UTC'): FlagExtent => ({
	...{ min: Date.parse(min), max: Date.parse(max), grain, zone }
});
const at = (time: string) => Date.parse(time);
const DAYS = extent('2026-11-02T00:00:00Z', '2026-11-20T00:00:00Z');

describe('the flags of a chart', () => {
	test('stand at the bucket of their day, those of one bucket as one flag', () => {
		const flags = flagsOf(
			[annotation('2026-11-03'), annotation('2026-11-10'), annotation('2026-11-10')],
			DAYS
		);
		expect(flags.map(({ numbers, time }) => [numbers, time])).toEqual([
			[[1], at('2026-11-03T00:00:00Z')],
			[[2, 3], at('2026-11-10T00:00:00Z')]
		]);
	});

	test('stand at the Monday of their week where buckets are weeks', () => {
		const weeks = extent('2026-11-02T00:00:00Z', '2026-11-16T00:00:00Z', 'week');
		const flags = flagsOf(
			[annotation('2026-11-10'), annotation('2026-11-15'), annotation('2026-11-22')],
			weeks
		);
		expect(flags.map(({ numbers, time }) => [numbers, time])).toEqual([
			[[1, 2], at('2026-11-09T00:00:00Z')],
			[[3], at('2026-11-16T00:00:00Z')]
		]);
	});

	test('stand where the day begins in the business zone, also on the day on which clocks change', () => {
		const zone = 'Europe/Berlin';
		const days = extent('2026-10-23T22:00:00Z', '2026-10-27T23:00:00Z', 'day', zone);
		const times = flagsOf([annotation('2026-10-25'), annotation('2026-10-26')], days).map(({ time }) => time);
		expect(times).toEqual([at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z')]);
	});

	test('stand at the first hour of a day that is shown by hours', () => {
		const hours = extent('2026-11-03T09:00:00Z', '2026-11-03T15:00:00Z', 'hour');
		expect(flagsOf([annotation('2026-11-03')], hours)).toMatchObject([{ time: hours.min }]);
		expect(flagsOf([annotation('2026-11-02'), annotation('2026-11-04')], hours)).toEqual([]);
	});

	test('keep their number in the list, though others are outside the chart', () => {
		const list = [annotation('2026-11-01'), annotation('2026-11-05'), annotation('2026-11-21')];
		expect(list.map((one) => isInChart(one, DAYS))).toEqual([false, true, false]);
		expect(flagsOf(list, DAYS).map(({ numbers }) => numbers)).toEqual([[2]]);
	});

	test('last as long as what they say, as far as it is in the chart', () => {
		const [flag] = flagsOf([annotation('2026-10-20', '2026-11-04')], DAYS);
		expect(flag).toMatchObject({ time: DAYS.min, until: at('2026-11-04T00:00:00Z') });
		expect(flagsOf([annotation('2026-11-18', '2026-12-24')], DAYS)).toMatchObject([{ until: DAYS.max }]);
	});

	test('that would cover one another are one', () => {
		const list = ['2026-11-03', '2026-11-05', '2026-11-07', '2026-11-12'].map((day) => annotation(day));
		const apart = 3 * 86_400_000;
		expect(flagsOf(list, DAYS, { apart }).map(({ numbers }) => numbers)).toEqual([[1, 2], [3], [4]]);
	});
});

describe('the flags of a team’s chart', () => {
	const about = (day: string, ...teams: string[]) => ({ ...annotation(day), teams });
	const list = [
		...[about('2026-11-03', 'South'), about('2026-11-05'), about('2026-11-07', 'North', 'South')],
		about('2026-11-09', '')
	];
	const numbersOf = (team?: string) => flagsOf(list, DAYS, { team }).map(({ numbers }) => numbers);

	test('say what is about it and about all, by the numbers of the whole list', () => {
		expect(numbersOf('North')).toEqual([[2], [3]]);
		expect(numbersOf('South')).toEqual([[1], [2], [3]]);
		expect(numbersOf('')).toEqual([[2], [4]]);
	});

	test('of all say everything', () => expect(numbersOf()).toEqual([[1], [2], [3], [4]]));
});

test.each([
	[[2], '2'],
	[[2, 3], '2–3'],
	[[1, 3], '1, 3']
])('the numbers %j are written %s', (numbers, text) => expect(numbersText(numbers)).toBe(text));

describe('flags in a small drawing', () => {
	const frame = { width: 104, height: 20, pad: 2 };

	test('stand on the same scale as its line, and fly to the left at its right edge', () => {
		const list = [annotation('2026-11-02'), annotation('2026-11-11', '2026-11-20'), annotation('2026-11-20')];
		const marks = flagMarks(flagsOf(list, DAYS), DAYS, frame);
		expect(marks.map(({ pole, lasting }) => [pole, lasting])).toEqual([
			['M2 20V0l5 2.5l-5 2.5', null],
			['M52 20V0l5 2.5l-5 2.5', 'M52 0H102'],
			['M102 20V0l-5 2.5l5 2.5', null]
		]);
	});

	test('stand in the middle of a chart of one bucket', () =>
		expect(placeOf(DAYS.min, { ...DAYS, max: DAYS.min })).toBe(0.5));
});
