import type { KpiId } from '#schema/kpi.ts';
import { m } from './paraglide/messages.js';

/** Every number, in the order a manager thinks of them. */
const FAMILIES = {
	promises: ['promises_kept', 'time_to_act', 'dpmo', 'scorecard'],
	speed: ['first_response', 'service_level', 'abandonment', 'waiting_now'],
	resolution: ['first_contact_resolution', 'resolution_time', 'reopen_rate', 'recontact_rate'],
	complaints: ['complaint_recovery', 'complaint_acknowledged', 'follow_up', 'complaints_per_10k'],
	voice: ['satisfaction', 'nps', 'effort', 'servqual_gap', 'survey_response'],
	loyalty: ['retention', 'expected_leavers'],
	work: ['cases_opened', 'inspection', 'staff_satisfaction']
} as const satisfies Record<string, readonly KpiId[]>;

export type Family = keyof typeof FAMILIES;

const NAMES: Record<Family, () => string> = {
	promises: m.family_promises,
	speed: m.family_speed,
	resolution: m.family_resolution,
	complaints: m.family_complaints,
	voice: m.family_voice,
	loyalty: m.family_loyalty,
	work: m.family_work
};

export const familyName = (family: Family) => NAMES[family]();

/** Every KPI, by family. */
export const kpisByFamily = (): { family: Family; kpis: readonly KpiId[] }[] =>
	(Object.keys(FAMILIES) as Family[]).map((family) => ({ family, kpis: FAMILIES[family] }));
