import { KpiId } from '#schema/kpi.ts';
import { m } from './paraglide/messages.js';

/** The numbers in the order a manager thinks of them. One that is in no family stands with the last. */
const FAMILIES = {
	promises: ['promises_kept', 'dpmo', 'scorecard'],
	speed: ['first_response', 'service_level', 'abandonment', 'waiting_now'],
	resolution: ['first_contact_resolution', 'resolution_time', 'reopen_rate', 'recontact_rate'],
	complaints: ['complaint_recovery', 'complaint_acknowledged', 'follow_up', 'complaints_per_10k'],
	voice: ['satisfaction', 'nps', 'effort', 'servqual_gap', 'survey_response'],
	loyalty: ['retention', 'expected_leavers'],
	work: ['cases_opened', 'inspection', 'staff_satisfaction']
} as const;

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

const families = Object.keys(FAMILIES) as Family[];
const familyOf = (kpi: KpiId) =>
	families.find((family) => (FAMILIES[family] as readonly string[]).includes(kpi)) ?? 'work';

const placeOf = (kpi: KpiId) => {
	const place = (FAMILIES[familyOf(kpi)] as readonly string[]).indexOf(kpi);
	return place < 0 ? Infinity : place;
};

/** Every KPI, by family. */
export const kpisByFamily = () =>
	families.map((family) => ({
		family,
		kpis: KpiId.options.filter((kpi) => familyOf(kpi) === family).sort((a, b) => placeOf(a) - placeOf(b))
	}));
