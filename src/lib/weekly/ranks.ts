import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence } from '../evidence.ts';
import type { Screen } from '../screen.ts';
import { nameOf } from '../words.ts';

/** What is ranked: whatever has a row of the number. */
type Ranked = { row: KpiRow | undefined };

/** Where a team stands: its value with the interval it may really be in. */
type Place<Series> = { series: Series; value: number; low: number; high: number };

/** A duration ranks by the share within its promise, whose interval it has. */
function valueOf(kpi: KpiId, { value, numerator, denominator }: KpiRow): number | null {
	if (CATALOGUE[kpi].unit !== 'seconds') return value;
	return denominator > 0 ? numerator / denominator : null;
}

function placeOf<Series extends Ranked>(kpi: KpiId, series: Series): Place<Series> | null {
	const { row } = series;
	if (!row || row.low === null || row.high === null || ['none', 'few'].includes(evidence(row.n))) return null;
	const value = valueOf(kpi, row);
	return value === null ? null : { series, value, low: row.low, high: row.high };
}

/** Groups of teams; `ranked`: it stands for a rank, apart from all other groups. */
export type Tier<Series> = { ranked: boolean; teams: Series[] };

/**
 * Teams in groups, the furthest from what we want first. Groups part only where every interval of one is beyond every interval of
 * the other; within a group nobody is better or worse, and teams stand by value. Teams of which too little is known come last, without
 * a rank, as they were given.
 */
export function partsOf<Series extends Ranked>(kpi: KpiId, teams: readonly Series[]): Tier<Series>[] {
	const { direction, unit } = CATALOGUE[kpi];
	const more = unit === 'seconds' ? 'up' : direction;
	const places = more === 'none' ? [] : teams.flatMap((series) => placeOf(kpi, series) ?? []);
	const sorted = places.toSorted((a, b) => (more === 'down' ? b.value - a.value : a.value - b.value));
	const tiers: Series[][] = [];
	sorted.forEach((place, at) => {
		const [before, after] = [sorted.slice(0, at), sorted.slice(at)];
		if (at === 0 || apart(before, after)) tiers.push([]);
		tiers.at(-1)?.push(place.series);
	});
	const placed = new Set(places.map(({ series }) => series));
	const others = teams.filter((series) => !placed.has(series));
	return [
		...tiers.map((one) => ({ ranked: tiers.length > 1, teams: one })),
		...(others.length > 0 ? [{ ranked: false, teams: others }] : [])
	];
}

/** The same for who reads them all: within a group by name, in a reader's own alphabet, which is the same on server and screen. */
export function tiersOf<Series extends Ranked & { group: string | null }>(
	kpi: KpiId,
	teams: readonly Series[],
	locale: Screen['locale']
): Tier<Series>[] {
	const { compare } = new Intl.Collator(locale, { numeric: true });
	return partsOf(kpi, teams).map(({ ranked, teams: some }) => ({
		ranked,
		teams: some.toSorted((a, b) => compare(nameOf(a.group ?? ''), nameOf(b.group ?? '')))
	}));
}

type Interval = { low: number; high: number };
const highest = (places: Interval[]) => Math.max(...places.map(({ high }) => high));
const lowest = (places: Interval[]) => Math.min(...places.map(({ low }) => low));
const apart = (some: Interval[], others: Interval[]) =>
	highest(some) < lowest(others) || lowest(some) > highest(others);
