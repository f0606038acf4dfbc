import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import { evidence } from '../evidence.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { valueText } from './cell.ts';

/** Whether a number came up to its target. `close`: its 95 % interval holds the target, so a week like it may be on either side. */
export type TargetVerdict = 'reached' | 'missed' | 'close';

/** Judges a number by its target, in its unit; null where there is nothing to judge: no value, or too few. */
export function judgeTarget(kpi: KpiId, row: KpiRow | undefined, target: number): TargetVerdict | null {
	if (!row || row.value === null) return null;
	// A scorecard's n counts the numbers it is made of.
	if (kpi !== 'scorecard' && ['none', 'few'].includes(evidence(row.n))) return null;
	if (row.low !== null && row.high !== null && row.low <= target && target <= row.high) return 'close';
	const better = CATALOGUE[kpi].direction === 'down' ? row.value <= target : row.value >= target;
	return better ? 'reached' : 'missed';
}

const VERDICTS = {
	reached: m.review_target_reached,
	missed: m.review_target_missed,
	close: m.review_target_close
};

export const verdictText = (verdict: string) =>
	verdict in VERDICTS ? VERDICTS[verdict as TargetVerdict]() : verdict;

/** What was aimed for, such as "target ≥ 85.0 %". */
export function targetText(kpi: KpiId, target: number, screen: Screen) {
	const value = valueText(kpi, target, screen);
	return CATALOGUE[kpi].direction === 'down'
		? m.review_target_at_most({ value })
		: m.review_target_at_least({ value });
}
