import type { KpiId } from '#schema/kpi.ts';

/** The numbers whose every item was promised something: what is missing from all of them is broken. */
const PROMISED: ReadonlySet<KpiId> = new Set<KpiId>([
	'first_response',
	'service_level',
	'promises_kept',
	'complaint_acknowledged',
	'follow_up'
]);

export const isPromised = (kpi: KpiId) => PROMISED.has(kpi);
