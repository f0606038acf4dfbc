import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence } from '../evidence.ts';
import { partsOf } from '../weekly/ranks.ts';

/** A group of a number. `apart`: every interval from here on is beyond all those above; elsewhere nobody is better or worse. */
export type Line = { row: KpiRow; apart: boolean };

const byName = (a: KpiRow, b: KpiRow) => (a.group ?? '').localeCompare(b.group ?? '');

/** How much a row says: enough for a value, too little, nothing. */
const says = ({ value, n }: KpiRow) => (value === null ? 2 : evidence(n) === 'few' ? 1 : 0);

/** Without intervals: the furthest from what we want first, the most first where we want nothing; those that say too little last. */
function byValue(kpi: KpiId, rows: readonly KpiRow[]): KpiRow[] {
	const sign = CATALOGUE[kpi].direction === 'up' ? 1 : -1;
	return [...rows].sort(
		(a, b) => says(a) - says(b) || sign * ((a.value ?? 0) - (b.value ?? 0)) || byName(a, b)
	);
}

/**
 * Groups of a number, the furthest from what we want first, parted where they are apart: as the weekly review ranks teams. Within a part
 * they stand by value, for a tile may have room for the first only.
 */
export function furthestFirst(kpi: KpiId, rows: readonly KpiRow[]): Line[] {
	const given = byValue(kpi, rows).map((row) => ({ row }));
	return partsOf(kpi, given).flatMap(({ ranked, teams }, part) =>
		teams.map(({ row }, place) => ({ row, apart: ranked && part > 0 && place === 0 }))
	);
}

/** Groups of a count, the largest first. */
export const mostFirst = (rows: readonly KpiRow[]): KpiRow[] =>
	[...rows].sort((a, b) => b.n - a.n || byName(a, b));
