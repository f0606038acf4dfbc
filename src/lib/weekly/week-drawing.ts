import type { WeekPoint } from './reviewed.ts';

/** A trend by week in its own coordinates: the band of its limits, lines, single dots, the last week. */
export type WeekDrawing = {
	bands: string[];
	lines: string[];
	dots: { x: number; y: number }[];
	/** The last week that says something. `open`: it is not over, or not ripe. */
	last: { x: number; y: number; open: boolean } | null;
	/** The week that is news. */
	signal: { x: number; y: number } | null;
	/** The stretch from the last whole week into those that are open. */
	unfinished: string | null;
};

/** `log`: equal steps up are equal multiples; the domain is above zero then. */
export type WeekFrame = {
	width: number;
	height: number;
	pad: number;
	domain: [number, number];
	log?: boolean;
};

type Placed = WeekPoint & { x: number; y: number | null; top: number | null; bottom: number | null };

/** The range that trends share, so that they can be compared: of all their values, and of the limits of the first. Never without height. */
export function domainOfWeeks(series: readonly WeekPoint[][]): [number, number] {
	const known = (of: (point: WeekPoint) => number | null, points: readonly WeekPoint[]) =>
		points.flatMap((point) => of(point) ?? []);
	const all = series.flat();
	const first = series[0] ?? [];
	const values = [
		...known(({ value }) => value, all),
		...known(({ low }) => low, first),
		...known(({ high }) => high, first)
	];
	if (values.length === 0) return [0, 1];
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return high > low ? [low, high] : [low - 0.05 * (low || 1), high + 0.05 * (high || 1)];
}

const round = (n: number) => Math.round(n * 10) / 10;
const pathOf = (run: readonly [number, number][]) =>
	run.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** Stretches of neighbours of which all are known. */
function runsOf<T>(all: readonly T[], known: (one: T) => boolean): T[][] {
	const runs: T[][] = [[]];
	for (const one of all) {
		if (known(one)) runs.at(-1)?.push(one);
		else runs.push([]);
	}
	return runs.filter((run) => run.length > 0);
}

/** Draws weeks into a frame, a step each. `news`: the Monday of the week that is news. */
export function drawWeeks(
	points: readonly WeekPoint[],
	{ width, height, pad, domain, log = false }: WeekFrame,
	news: string | null
): WeekDrawing {
	const place = (value: number) => (log ? Math.log(Math.max(value, Number.MIN_VALUE)) : value);
	const [low, high] = [place(domain[0]), place(domain[1])];
	const at = (value: number) =>
		round(height - pad - Math.min(1, Math.max(0, (place(value) - low) / (high - low))) * (height - 2 * pad));
	const step = (width - 2 * pad) / Math.max(1, points.length - 1);
	const placed = points.map((point, index): Placed => ({
		...point,
		x: round(pad + index * step),
		y: point.value === null ? null : at(point.value),
		top: point.high === null ? null : at(point.high),
		bottom: point.low === null ? null : at(point.low)
	}));
	const runs = runsOf(placed, ({ y }) => y !== null);
	const spot = (one: Placed | undefined) => (one && one.y !== null ? { x: one.x, y: one.y } : null);
	const last = runs.at(-1)?.at(-1);
	const tail = last?.open ? (runs.at(-1) ?? []) : [];
	const lastWhole = tail.findLastIndex(({ open }) => !open);
	const end = spot(last);
	return {
		bands: runsOf(placed, ({ top, bottom }) => top !== null && bottom !== null)
			.filter((run) => run.length > 1)
			.map((run) => bandOf(run)),
		lines: runs.map((run) => lineOf(run === tail ? run.slice(0, lastWhole + 1) : run)).filter(Boolean),
		dots: runs.filter((run) => run.length === 1).flatMap(([one]) => spot(one) ?? []),
		last: end && { ...end, open: last?.open === true },
		signal: news === null ? null : spot(placed.find(({ monday }) => monday === news)),
		unfinished: lineOf(tail.slice(Math.max(lastWhole, 0))) || null
	};
}

const lineOf = (run: Placed[]) => (run.length < 2 ? '' : pathOf(run.map(({ x, y }) => [x, y ?? 0])));

const bandOf = (run: Placed[]) =>
	`${pathOf([
		...run.map(({ x, top }): [number, number] => [x, top ?? 0]),
		...run.toReversed().map(({ x, bottom }): [number, number] => [x, bottom ?? 0])
	])}Z`;
