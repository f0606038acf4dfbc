import type { KpiId } from '#schema/kpi.ts';

/** The number that is about a promise of this metric alone; the others are counted together. */
const OWN: Record<string, KpiId> = {
	first_response: 'first_response',
	complaint_acknowledged: 'complaint_acknowledged'
};

/** The number in which a promise of a metric is judged. */
export const kpiOfMetric = (metric: string): KpiId => OWN[metric] ?? 'promises_kept';

type Dated = { metric: string; made_at: string; due_at: string };

/** The moment that puts a promise into a period of that number. */
export const basisOfPromise = ({ metric, made_at, due_at }: Dated) => (OWN[metric] ? made_at : due_at);
