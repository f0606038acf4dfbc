import { describe, expect, test } from 'vitest';
import type { Point } from '../../../src/lib/charts/series.ts';
import {
	plotExtent,
	plotMargins,
	trendOption,
	type Line,
	type TrendOptions
} from '../../../src/lib/charts/trend.ts';

const point = (time: number, value: number | null, more: Partial<Point> = {}): Point => ({
	...{ time, value, numerator: 9, denominator: 10, low: 0.8, high: 1, few: false, partial: false },
	...more
});
const line = (id: string, ...points: Point[]): Line => ({
	id,
	name: id,
	grain: 'day',
	points,
	labelled: true
});
const palette = {
	...{ ink: '#000', quiet: '#555', grey: '#aaa', line: '#ccc', faint: '#eee', raised: '#fff' },
	...{ accent: '#06c', font: 'Inter', hatch: 'data:,' }
};
const words = {
	value: String,
	tick: String,
	sentences: (time: number) => [`<b>at</b> ${time}`, 'second'],
	unfinished: 'unfinished'
};
const option = (more: Partial<TrendOptions>) =>
	trendOption({
		...{ emphasised: line('all', point(0, 0.9), point(1, 0.8)), others: [], share: true, hatch: null },
		...{ words, palette, rem: 16, width: 800, height: 400, roomy: true },
		...more
	});

describe('the trend chart', () => {
	test('emphasises one line in the accent, above the grey ones', () =>
		expect(option({ others: [line('A', point(0, 0.5), point(1, 0.6))] })).toMatchObject({
			series: [
				{ id: 'A', color: '#aaa', z: 2, endLabel: { show: true, formatter: 'A' } },
				{ id: 'all', color: '#06c', z: 4, endLabel: { show: true, formatter: 'all' } }
			]
		}));

	test('leaves room above for flags, and says where its plot is', () => {
		const room = { rem: 16, roomy: true, flagged: true };
		expect(plotMargins(room)).toEqual({ left: 56, right: 168, top: 32, bottom: 32 });
		expect(option(room)).toMatchObject({ grid: plotMargins(room), xAxis: { min: 0, max: 1 } });
		expect(plotMargins({ ...room, flagged: false }).top).toBe(12);
	});

	test('goes from the first bucket to the last that is drawn', () => {
		const empty = point(0, null);
		expect(plotExtent([line('a', empty, point(5, 0.5), point(9, 0.6), point(12, 1, { few: true }))])).toEqual(
			{
				...{ min: 0, max: 9 }
			}
		);
		expect(plotExtent([line('a', empty)])).toBeNull();
		const DAY = 86_400_000;
		expect(plotExtent([line('a', point(DAY, 0.5))])).toEqual({ min: 0, max: 2 * DAY });
	});

	test('names no line that ends before the others', () =>
		expect(option({ others: [line('A', point(0, 0.5), point(1, null))] })).toMatchObject({
			series: [
				{ id: 'A', endLabel: { show: false } },
				{ id: 'all', endLabel: { show: true } }
			]
		}));

	test('leaves gaps for what rests on too few', () =>
		expect(
			option({ emphasised: line('all', point(0, 0.9), point(1, 1, { few: true }), point(2, 0.8)) })
		).toMatchObject({
			series: [
				{
					data: [
						[0, 0.9],
						[1, null],
						[2, 0.8]
					]
				}
			]
		}));

	test('draws into the unfinished bucket with dots and hatches it', () =>
		expect(
			option({
				emphasised: line('all', point(0, 0.9), point(1, 0.8, { partial: true })),
				hatch: { from: 0, to: 1 }
			})
		).toMatchObject({
			series: [
				{
					id: 'all',
					data: [
						[0, 0.9],
						[1, null]
					],
					markArea: { data: [[{ xAxis: 0 }, { xAxis: 1 }]] }
				},
				{
					id: 'all unfinished',
					data: [
						[0, 0.9],
						[1, 0.8]
					],
					lineStyle: { type: 'dotted' }
				}
			]
		}));

	test('ends where the lines do, not where nothing can be judged yet', () =>
		expect(option({ emphasised: line('all', point(0, 0.9), point(1, 0.8), point(2, null)) })).toMatchObject({
			xAxis: { max: 1, axisLabel: { customValues: [0, 1] } }
		}));

	test('names no more buckets than fit', () => {
		const month = Array.from({ length: 28 }, (_, day) => point(day, 0.9));
		expect(option({ emphasised: line('all', ...month), width: 400 })).toMatchObject({
			xAxis: { axisLabel: { customValues: [0, 7, 14, 21] } }
		});
	});

	test('writes what comes from outside as text, never as HTML', () => {
		const { tooltip } = option({}) as { tooltip: { formatter(hovered: unknown): string } };
		expect(tooltip.formatter([{ value: [7, 0.9] }])).toBe('<b>&#60;b&#62;at&#60;/b&#62; 7</b><br>second');
	});

	test('counts durations from zero', () =>
		expect(option({ share: false, emphasised: line('all', point(0, 40), point(1, 55)) })).toMatchObject({
			yAxis: { min: 0, max: 60, interval: 15 }
		}));
});
