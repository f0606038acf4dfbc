import type { KpiRow } from '#schema/kpi.ts';
import { pointsOf, WIDTH, type Extent, type Measure, type Point } from '../charts/series.ts';

/**
 * The day's course by the hour. Only the hour that is running is unfinished here: who has waited since an earlier one is counted beside the
 * number, and would leave every hour of the day open.
 */
export const hoursOf = (rows: KpiRow[], measure: Measure, extent: Extent): Point[] =>
	pointsOf(rows, 'hour', measure, extent)
		// What falls due later today stands in hours to come.
		.filter(({ time }) => time <= extent.as_of)
		.map((point) => ({
			...point,
			partial: point.time + WIDTH.hour > Math.min(extent.as_of, extent.to)
		}));
