import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { addDays } from '../../zone.ts';
import type { WeekSeries, WeekValue } from './signals.ts';

/** No value is above this: where a unit knows no end. */
const ENDLESS = 1e15;

const BOUNDS = {
	share: { scale: 1, least: 0, most: 1 },
	per_10k: { scale: 10_000, least: 0, most: ENDLESS },
	points: { scale: 1, least: -100, most: 100 },
	// Roll-ups know quantiles within 1 %.
	seconds: { scale: 1, least: 0, most: ENDLESS, about: 0.01 },
	count: { scale: 1, least: 0, most: ENDLESS },
	per_million: { scale: 1_000_000, least: 0, most: ENDLESS }
} as const;

/** Within what a number's limits stay, and how exactly it is told. */
export const boundsOf = (kpi: KpiId): Omit<WeekSeries, 'weeks'> => BOUNDS[CATALOGUE[kpi].unit];

/** Parts of a whole, which vary as chance among so many items does; the others are single values. */
const isShare = (kpi: KpiId) => ['share', 'per_10k', 'per_million'].includes(CATALOGUE[kpi].unit);

/** Rows by their Monday. */
export type ByWeek = ReadonlyMap<string, KpiRow>;

export const byWeek = (rows: readonly KpiRow[]): ByWeek =>
	new Map(rows.flatMap((row) => (row.bucket === null ? [] : [[row.bucket.slice(0, 10), row] as const])));

/** A scorecard's n counts the numbers it is made of: one of four is no less known than one of six. */
const ENOUGH = 30;

/** On how many items a row rests. */
export const itemsOf = (kpi: KpiId, row: KpiRow | undefined) =>
	kpi !== 'scorecard' ? (row?.n ?? 0) : row && row.value !== null ? ENOUGH : 0;

function weekValue(kpi: KpiId, row: KpiRow | undefined): WeekValue {
	if (!row) return { value: null, kept: isShare(kpi) ? 0 : null, n: 0 };
	return isShare(kpi)
		? { value: row.value, kept: row.numerator, n: row.denominator }
		: { value: row.value, kept: null, n: itemsOf(kpi, row) };
}

/** So many Mondays up to this one, oldest first. */
export const mondaysTo = (monday: string, count: number) =>
	Array.from({ length: count }, (_, back) => addDays(monday, -7 * (count - 1 - back)));

/** A number's weeks up to the one that is judged; one that is still running says nothing yet. */
export const seriesOf = (
	kpi: KpiId,
	rows: ByWeek,
	mondays: string[],
	running: string | null
): WeekSeries => ({
	...boundsOf(kpi),
	weeks: mondays.map((monday) => weekValue(kpi, monday === running ? undefined : rows.get(monday)))
});
