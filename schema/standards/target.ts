import { CATALOGUE } from '../catalogue.ts';
import { KpiId } from '../kpi.ts';

const SHARE = [0, 1] as const;

/**
 * The numbers that may be given a target, and from where to where, in their unit: rates and scores. What is promised to customers is none of
 * them, for of promises the aim is that each is kept; nor is what only says how much there was.
 */
const BOUNDS = {
	first_contact_resolution: SHARE,
	abandonment: SHARE,
	reopen_rate: SHARE,
	recontact_rate: SHARE,
	complaint_recovery: SHARE,
	complaints_per_10k: [0, 10_000],
	satisfaction: SHARE,
	nps: [-100, 100],
	effort: SHARE,
	servqual_gap: [-6, 6],
	survey_response: SHARE,
	inspection: [0, 100],
	scorecard: [0, 100],
	retention: SHARE,
	staff_satisfaction: SHARE,
	dpmo: [0, 1_000_000]
} as const satisfies Partial<Record<KpiId, readonly [number, number]>>;

export type Targeted = keyof typeof BOUNDS;

export const isTargeted = (kpi: string): kpi is Targeted => Object.hasOwn(BOUNDS, kpi);

/** Every number that may be given a target. */
export const TARGETED = KpiId.options.filter(isTargeted);

/** Bounds of a number's target, in its unit; null for one that has none. */
export const targetBounds = (kpi: string) => (isTargeted(kpi) ? BOUNDS[kpi] : null);

/** Whether a target is written as percent. */
export const isTargetShare = (kpi: string) => isTargeted(kpi) && CATALOGUE[kpi].unit === 'share';
