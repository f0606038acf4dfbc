import type { Grain } from '#schema/kpi.ts';
import { secondsAxis, shareAxis, spread } from './axis.ts';
import type { Option } from './echarts.ts';
import type { Palette } from './palette.ts';
import type { Point } from './series.ts';

/** One line of the big chart. `name` is drawn at its end when `labelled`. */
export type Line = {
	id: string;
	name: string;
	/** Whose line it is, when it is that of a group. */
	group?: string;
	grain: Grain;
	points: Point[];
	labelled: boolean;
};

export type TrendWords = {
	/** A value on the vertical axis. */
	value: (value: number) => string;
	/** A moment on the horizontal axis. */
	tick: (time: number) => string;
	/** What is said when a bucket is pointed at: plain lines of text. */
	sentences: (time: number) => string[];
	unfinished: string;
};

export type TrendOptions = {
	emphasised: Line;
	others: Line[];
	share: boolean;
	/** The bucket still going on, hatched; null when the last is whole. */
	hatch: { from: number; to: number } | null;
	words: TrendWords;
	palette: Palette;
	/** One rem in px: letters and lines grow with the page. */
	rem: number;
	/** Size of the chart in px. */
	width: number;
	height: number;
	/** Whether line names fit at the right. */
	roomy: boolean;
	/** Whether flags stand above the plot. */
	flagged?: boolean;
};

/** What fits beside the plot. */
const LONGEST_NAME = 20;
/** From so many lines on, the grey ones step back further. */
const CROWD = 12;
const TOP_REM = 0.75;
const FLAGGED_TOP_REM = 2;
const BOTTOM_REM = 2;
/** Every so many buckets are named: of hours 3, 6 and 12 are usual, of days 7. */
const STEPS = [1, 2, 3, 6, 7, 12, 14, 28];

type Room = Pick<TrendOptions, 'rem' | 'roomy' | 'flagged'>;

/** What is left around the plot, px, for what is laid over it. */
export const plotMargins = ({ rem, roomy, flagged }: Room) => ({
	left: 3.5 * rem,
	right: roomy ? 10.5 * rem : 0.75 * rem,
	top: (flagged ? FLAGGED_TOP_REM : TOP_REM) * rem,
	bottom: BOTTOM_REM * rem
});

const DAY_MS = 86_400_000;

/** From which moment to which the plot goes, ms; null where nothing is drawn. What cannot be judged yet has no line: it ends where the lines do. */
export function plotExtent(lines: readonly Line[]): { min: number; max: number } | null {
	const drawn = lines.filter(({ points }) => points.some(isDrawn));
	const ends = drawn.map(({ points }) => points.findLast(isDrawn)?.time ?? 0);
	if (ends.length === 0) return null;
	const min = Math.min(...drawn.flatMap(({ points }) => points.map(({ time }) => time)));
	const max = Math.max(...ends);
	// What stands alone stands in the middle.
	return max > min ? { min, max } : { min: min - DAY_MS, max: max + DAY_MS };
}

/** The trend of one KPI: all together emphasised, groups grey behind it, names at the lines' ends. */
export function trendOption(trend: TrendOptions): Option {
	const { emphasised, others, share, palette, words, rem, width, height, roomy } = trend;
	const text = { fontFamily: palette.font, fontSize: 0.78 * rem, color: palette.quiet };
	const drawn = [...others, emphasised].filter(({ points }) => points.some(isDrawn));
	const values = drawn.flatMap(({ points }) => points.filter(isDrawn).map(({ value }) => value ?? 0));
	const axis = share ? shareAxis(values) : secondsAxis(values);
	const times = [...new Set(drawn.flatMap(({ points }) => points.filter(isDrawn).map(({ time }) => time)))];
	times.sort((a, b) => a - b);
	const margins = plotMargins(trend);
	const shifts = nameShifts();

	return {
		animation: false,
		textStyle: text,
		grid: margins,
		tooltip: {
			trigger: 'axis',
			confine: true,
			backgroundColor: palette.raised,
			borderColor: palette.line,
			padding: [0.5 * rem, 0.75 * rem],
			extraCssText: 'box-shadow: 0 8px 24px rgb(0 0 0 / 0.14); white-space: ' + (roomy ? 'nowrap' : 'normal'),
			textStyle: { ...text, color: palette.ink },
			axisPointer: { type: 'line', lineStyle: { color: palette.grey, width: 1 } },
			formatter: (hovered: unknown) => tooltip(words.sentences(timeOf(hovered)))
		},
		xAxis: {
			type: 'time',
			...plotExtent(drawn),
			axisLine: { lineStyle: { color: palette.line } },
			axisTick: { show: false },
			splitLine: { show: false },
			axisLabel: {
				...text,
				hideOverlap: true,
				customValues: ticksOf(times, width / (6 * rem)),
				margin: 0.75 * rem,
				formatter: (time: number) => words.tick(time)
			}
		},
		yAxis: {
			type: 'value',
			...axis,
			axisLabel: { ...text, formatter: (value: number) => words.value(value) },
			splitLine: { lineStyle: { color: palette.faint } }
		},
		series: drawn.flatMap((line, index) => lineOf(line, line === emphasised, shifts[index] ?? 0))
	};

	/** How far each name moves from its line's end, so that none covers another. */
	function nameShifts(): number[] {
		const room = height - margins.top - margins.bottom;
		const ends = drawn.map(({ points }) => points.findLast(isDrawn)?.value ?? axis.min);
		const wanted = ends.map((value) => ((axis.max - value) / (axis.max - axis.min)) * room);
		const named = drawn.flatMap((line, index) => (isNamed(line) ? [index] : []));
		const placed = spread(
			named.map((index) => wanted[index] ?? 0),
			1.15 * rem,
			room
		);
		return drawn.map((_, index) => {
			const at = named.indexOf(index);
			return at < 0 ? 0 : (placed[at] ?? 0) - (wanted[index] ?? 0);
		});
	}

	/** A line that ends early would have its name across the others. */
	function isNamed({ labelled, points }: Line) {
		return labelled && points.findLast(isDrawn)?.time === times.at(-1);
	}

	function lineOf(line: Line, strong: boolean, shift: number) {
		const { id, name, points } = line;
		const color = strong ? palette.accent : palette.grey;
		const whole = points.map((point) => [point.time, isDrawn(point) && !point.partial ? point.value : null]);
		const open = points.findLast(isDrawn)?.partial === true;
		const alone = points.filter(isDrawn).length === 1;
		const endLabel = {
			show: roomy && isNamed(line),
			formatter: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
			...text,
			color: strong ? palette.accent : palette.quiet,
			fontWeight: strong ? 600 : 400,
			distance: 0.5 * rem,
			offset: [0, shift]
		};
		const opacity = strong || others.length <= CROWD ? 1 : 0.55;
		const shared = {
			type: 'line' as const,
			color,
			symbol: 'circle',
			symbolSize: (strong ? 0.5 : 0.35) * rem,
			// A line needs no marks; what stands alone does, or it would not be seen.
			showSymbol: alone,
			lineStyle: { color, width: (strong ? 0.16 : 0.08) * rem, opacity, cap: 'round' as const },
			z: strong ? 4 : 2,
			emphasis: { disabled: true }
		};
		return [
			{
				...shared,
				...{ id, name, data: whole },
				endLabel: open ? undefined : endLabel,
				markArea: strong ? hatchOf() : undefined
			},
			...(open
				? [
						{
							...shared,
							...unfinishedTail(id, points),
							lineStyle: { ...shared.lineStyle, type: 'dotted' as const },
							endLabel
						}
					]
				: [])
		];
	}

	function hatchOf() {
		if (!trend.hatch) return undefined;
		return {
			silent: true,
			itemStyle: {
				color: { image: palette.hatch, imageWidth: 6, imageHeight: 6, repeat: 'repeat' as const }
			},
			label: { show: roomy, position: 'insideBottom', formatter: words.unfinished, ...text },
			data: [[{ xAxis: trend.hatch.from }, { xAxis: trend.hatch.to }]]
		};
	}
}

const isDrawn = ({ value, few }: Point) => value !== null && !few;

/**
 * Which buckets are named below: evenly many, as they fit. ECharts itself would put its marks at midnight of the
 * browser's zone, which is not the business's.
 */
function ticksOf(times: number[], fit: number): number[] {
	const step = STEPS.find((each) => times.length / each <= fit) ?? Math.ceil(times.length / Math.max(1, fit));
	return times.filter((_, index) => index % step === 0);
}

/** The last stretch, into the bucket still going on. */
function unfinishedTail(id: string, points: Point[]) {
	const drawn = points.filter(isDrawn);
	const tail = drawn.slice(
		Math.max(
			drawn.findLastIndex(({ partial }) => !partial),
			0
		)
	);
	return { id: `${id} unfinished`, data: tail.map(({ time, value }) => [time, value]), silent: true };
}

/** The moment a tooltip is about: ECharts hands over the points under the pointer. */
function timeOf(hovered: unknown): number {
	const first: unknown = Array.isArray(hovered) ? hovered[0] : hovered;
	if (typeof first !== 'object' || first === null || !('value' in first) || !Array.isArray(first.value))
		return NaN;
	return Number(first.value[0]);
}

/** The emphasised line's sentence first and stronger. */
const tooltip = ([first = '', ...others]: string[]) =>
	[`<b>${escapeHtml(first)}</b>`, ...others.map(escapeHtml)].join('<br>');

/** Names come from outside and a tooltip is HTML. */
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
