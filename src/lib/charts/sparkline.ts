import type { Extent, Point } from './series.ts';

/** A small line in its own coordinates: runs of whole buckets, a dashed end, dots for what stands alone. */
export type Sparkline = {
	lines: string[];
	unfinished: string | null;
	dots: { x: number; y: number; few: boolean; partial: boolean }[];
	last: { x: number; y: number; partial: boolean } | null;
};

export type Frame = { width: number; height: number; pad: number; domain: [number, number] };

type Placed = Point & { x: number; y: number };

/** The range of values a set of trends shares, so that they can be compared; never without height. */
export function domainOf(series: Point[][]): [number, number] {
	const values = series.flat().flatMap(({ value, few }) => (value === null || few ? [] : [value]));
	if (values.length === 0) return [0, 1];
	const low = Math.min(...values);
	const high = Math.max(...values);
	return high > low ? [low, high] : [low - 0.05 * (low || 1), high + 0.05 * (high || 1)];
}

/** From when to when a trend is drawn, ms: its first bucket may begin before the period, its last is where it ends. */
export function spanOf(points: Point[], { from, to }: Pick<Extent, 'from' | 'to'>) {
	const min = Math.min(from, points[0]?.time ?? from);
	return { min, max: Math.max(points.at(-1)?.time ?? to, min + 1) };
}

/** Draws a trend into a frame. Pure: the same points give the same drawing. */
export function sparkline(points: Point[], extent: Extent, frame: Frame): Sparkline {
	const { width, height, pad, domain } = frame;
	const [low, high] = domain;
	const { min, max } = spanOf(points, extent);
	const place = (point: Point): Placed => ({
		...point,
		x: round(pad + ((point.time - min) / (max - min)) * (width - 2 * pad)),
		y: round(height - pad - clamp(((point.value ?? low) - low) / (high - low)) * (height - 2 * pad))
	});
	const runs = runsOf(points.map(place));
	const drawn = runs.flat();
	const last = drawn.at(-1) ?? null;
	const tail = runs.at(-1) ?? [];
	// From the last whole bucket on: several may be unfinished at once, where items ripen for days.
	const lastWhole = tail.findLastIndex(({ partial }) => !partial);
	const open = tail.at(-1)?.partial === true && tail.length > 1;
	return {
		lines: runs
			.map((run, index) => pathOf(open && index === runs.length - 1 ? run.slice(0, lastWhole + 1) : run))
			.filter(Boolean),
		unfinished: open ? pathOf(tail.slice(Math.max(lastWhole, 0))) : null,
		dots: points
			.map(place)
			.filter(
				(point) =>
					point.value !== null && (point.few || runs.some((run) => run.length === 1 && run[0]?.x === point.x))
			)
			.map(({ x, y, few, partial }) => ({ x, y, few, partial })),
		last: last && { x: last.x, y: last.y, partial: last.partial }
	};
}

/** Unbroken stretches: a bucket without data, or with too little, ends one. */
function runsOf(points: Placed[]): Placed[][] {
	const runs: Placed[][] = [[]];
	for (const point of points) {
		if (point.value === null || point.few) runs.push([]);
		else runs.at(-1)?.push(point);
	}
	return runs.filter((run) => run.length > 0);
}

const pathOf = (run: Placed[]) =>
	run.length < 2 ? '' : run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
const clamp = (part: number) => Math.min(1, Math.max(0, part));
const round = (n: number) => Math.round(n * 10) / 10;
