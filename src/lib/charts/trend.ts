import type { Point } from './series.ts';
import type { Option } from './echarts.ts';
import type { Palette } from './palette.ts';

/** One line of the big chart. `name` is drawn at its end when `labelled`. */
export type Line = { id: string; name: string; points: Point[]; labelled: boolean };

export type TrendWords = {
	/** A value on the vertical axis. */
	value: (value: number) => string;
	/** A moment on the horizontal axis. */
	tick: (time: number) => string;
	/** What is said when a bucket is pointed at. Plain text lines. */
	sentences: (time: number) => string[];
	unfinished: string;
};

export type TrendOptions = {
	emphasised: Line;
	others: Line[];
	share: boolean;
	/** Where the unfinished bucket ends, ms; drawn hatched. */
	hatch: { from: number; to: number } | null;
	words: TrendWords;
	palette: Palette;
	/** One rem in px: letters grow with the page. */
	rem: number;
	/** Whether line names fit at the right. */
	roomy: boolean;
	motion: boolean;
};

/** The trend of one KPI: all together emphasised, groups grey behind it, names at the lines' ends. */
export function trendOption(trend: TrendOptions): Option {
	const { emphasised, others, share, palette, words, rem, roomy, motion } = trend;
	const text = { fontFamily: palette.font, fontSize: 0.78 * rem, color: palette.quiet };
	const lines = [...others.map((line) => lineOf(line, false)), lineOf(emphasised, true)];
	return {
		animation: motion,
		animationDuration: 0,
		animationDurationUpdate: 200,
		textStyle: text,
		grid: {
			...{ left: 0, top: 0.75 * rem, bottom: 0.25 * rem },
			right: roomy ? 9 * rem : 0.75 * rem,
			outerBoundsMode: 'same',
			outerBoundsContain: 'axisLabel'
		},
		tooltip: {
			trigger: 'axis',
			confine: true,
			backgroundColor: palette.raised,
			borderColor: palette.line,
			padding: [0.5 * rem, 0.75 * rem],
			extraCssText: 'box-shadow: 0 8px 24px rgb(0 0 0 / 0.14); max-width: 26rem; white-space: normal;',
			textStyle: { ...text, color: palette.ink },
			axisPointer: { type: 'line', lineStyle: { color: palette.line, width: 1 } },
			formatter: (hovered: unknown) => words.sentences(timeOf(hovered)).map(escapeHtml).join('<br>')
		},
		xAxis: {
			type: 'time',
			axisLine: { lineStyle: { color: palette.line } },
			axisTick: { show: false },
			splitLine: { show: false },
			axisLabel: {
				...text,
				hideOverlap: true,
				margin: 0.75 * rem,
				formatter: (time: number) => words.tick(time)
			}
		},
		yAxis: {
			type: 'value',
			// Lines may start above zero; a share never leaves 0..1.
			scale: true,
			max: share ? (range: { max: number }) => (range.max > 0.8 ? 1 : null) : undefined,
			min: share ? undefined : 0,
			splitNumber: 4,
			axisLabel: { ...text, formatter: (value: number) => words.value(value) },
			splitLine: { lineStyle: { color: palette.faint } }
		},
		series: lines.flat()
	};

	function lineOf({ id, name, points, labelled }: Line, strong: boolean) {
		const color = strong ? palette.accent : palette.grey;
		const whole = points.map((point) => [point.time, point.few || point.partial ? null : point.value]);
		const end = points.findLast((point) => point.value !== null && !point.few);
		const shared = {
			type: 'line' as const,
			color,
			symbol: 'circle',
			symbolSize: strong ? 5 : 3,
			// Only what stands alone gets a mark; a line needs none.
			showSymbol: points.length < 3,
			lineStyle: { color, width: strong ? 2.5 : 1.25, cap: 'round' as const },
			z: strong ? 4 : 2,
			triggerLineEvent: true,
			emphasis: { focus: 'none' as const, lineStyle: { width: strong ? 2.5 : 2 } }
		};
		return [
			{
				...shared,
				id,
				name,
				data: whole,
				endLabel: {
					show: roomy && labelled,
					formatter: name.length > 18 ? `${name.slice(0, 17)}…` : name,
					...text,
					color: strong ? palette.accent : palette.quiet,
					fontWeight: strong ? 600 : 400,
					distance: 0.6 * rem
				},
				labelLayout: { moveOverlap: 'shiftY' as const },
				markArea: strong ? hatchOf() : undefined
			},
			...(end?.partial ? [unfinishedTail(id, points, shared)] : [])
		];
	}

	/** The last stretch, into the bucket still going on: dashed and open. */
	function unfinishedTail(id: string, points: Point[], shared: { color: string; lineStyle: object }) {
		const tail = points.filter((point) => point.value !== null && !point.few).slice(-2);
		return {
			...shared,
			id: `${id} unfinished`,
			data: tail.map(({ time, value }) => [time, value]),
			lineStyle: { ...shared.lineStyle, type: 'dotted' as const },
			silent: true
		};
	}

	function hatchOf() {
		if (!trend.hatch) return undefined;
		return {
			silent: true,
			itemStyle: { color: { image: palette.hatch, repeat: 'repeat' as const } },
			label: { show: roomy, position: 'insideTop', formatter: words.unfinished, ...text },
			data: [[{ xAxis: trend.hatch.from }, { xAxis: trend.hatch.to }]]
		};
	}
}

/** The moment a tooltip is about: ECharts hands over the points under the pointer. */
function timeOf(hovered: unknown): number {
	const first: unknown = Array.isArray(hovered) ? hovered[0] : hovered;
	if (typeof first !== 'object' || first === null || !('value' in first) || !Array.isArray(first.value))
		return NaN;
	return Number(first.value[0]);
}

/** Names come from outside and a tooltip is HTML. */
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
