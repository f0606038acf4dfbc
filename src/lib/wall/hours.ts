import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { pointsOf, WIDTH, type Extent, type Point } from '../charts/series.ts';

/**
 * The day's course by the hour: of the number's own value, in its own unit. Only the hour that is running is unfinished here: who has waited
 * since an earlier one is counted beside the number, and would leave every hour of the day open.
 */
export function hoursOf(kpi: KpiId, rows: KpiRow[], extent: Extent): Point[] {
	const { unit } = CATALOGUE[kpi];
	return (
		pointsOf(rows, 'hour', unit === 'share' ? 'share' : 'value', extent)
			// What falls due later today stands in hours to come.
			.filter(({ time }) => time <= extent.as_of)
			.map((point) => ({
				...point,
				// A count is as it is, however small.
				few: point.few && unit !== 'count',
				partial: point.time + WIDTH.hour > Math.min(extent.as_of, extent.to)
			}))
	);
}

/** Whether any hour says enough for a line. */
export const isDrawn = ({ value, few }: Point): boolean => value !== null && !few;
