import type { KpiRow } from '#schema/kpi.ts';
import { evidence, shareOf } from '../evidence.ts';

/** Where a group stands in the order: the furthest from the promise first; those that say too little last. */
function distance(row: KpiRow): number {
	const { share, denominator } = shareOf(row);
	if (share !== null) return evidence(denominator) === 'few' ? 2 + share : share;
	return row.n > 0 ? 3 : 4;
}

/** Groups of a number, the furthest from its promise first. */
export const furthestFirst = (rows: readonly KpiRow[]): KpiRow[] =>
	[...rows].sort((a, b) => distance(a) - distance(b) || (a.group ?? '').localeCompare(b.group ?? ''));

/** Groups of a count, the largest first. */
export const mostFirst = (rows: readonly KpiRow[]): KpiRow[] =>
	[...rows].sort((a, b) => b.n - a.n || (a.group ?? '').localeCompare(b.group ?? ''));
