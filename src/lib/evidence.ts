import type { KpiRow } from '#schema/kpi.ts';

/**
 * How much a share can be trusted, by how many items it rests on: none at all, too few for a percentage
 * (counts only), enough to show greyed with its interval, enough.
 */
export type Evidence = 'none' | 'few' | 'weak' | 'firm';

/** Fewer are counts only. */
export const FEW = 5;
const FIRM = 30;

export function evidence(n: number): Evidence {
	if (n === 0) return 'none';
	if (n < FEW) return 'few';
	return n < FIRM ? 'weak' : 'firm';
}

/** The share a row states, with what it rests on. `share` is null where there is nothing to divide. */
export type Share = {
	share: number | null;
	numerator: number;
	denominator: number;
	low: number | null;
	high: number | null;
	immature: number;
};

const NOTHING: Share = { share: null, numerator: 0, denominator: 0, low: null, high: null, immature: 0 };

/** A duration's share is the one within its promise; every other KPI shown here is a share itself. */
export function shareOf(row: KpiRow | undefined): Share {
	if (!row) return NOTHING;
	const { numerator, denominator, low, high, immature } = row;
	return {
		share: denominator > 0 ? numerator / denominator : null,
		numerator,
		denominator,
		low,
		high,
		immature
	};
}

/** Median and 90th percentile of a duration, null for a KPI that is a share. */
export function durationsOf(row: KpiRow | undefined): { p50: number; p90: number | null } | null {
	return row && 'p50' in row && row.p50 !== null ? { p50: row.p50, p90: row.p90 } : null;
}

/** Without a single event, not even a zero is known: a count of nothing is no data until there are data. */
export const knownRow = <Row extends { value: number | null; n: number }>(
	row: Row,
	watermark: string | null
): Row => (watermark === null && row.n === 0 ? { ...row, value: null } : row);
