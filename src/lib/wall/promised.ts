import type { KpiId } from '#schema/kpi.ts';

/** The numbers that say how many kept what was promised: what is missing from all that were promised something is broken. */
const PROMISED: ReadonlySet<KpiId> = new Set<KpiId>([
	'first_response',
	'service_level',
	'resolution_time',
	'promises_kept',
	'complaint_acknowledged',
	'follow_up'
]);

export const isPromised = (kpi: KpiId) => PROMISED.has(kpi);
