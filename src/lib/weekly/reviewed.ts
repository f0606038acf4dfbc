import type { KpiId, KpiRow } from '#schema/kpi.ts';

/** The numbers a weekly review goes through, in order: what was promised, speed, resolution, complaints, the customers' voice, volume. */
export const REVIEWED = [
	'promises_kept',
	'first_response',
	'service_level',
	'abandonment',
	'first_contact_resolution',
	'resolution_time',
	'reopen_rate',
	'recontact_rate',
	'complaint_recovery',
	'complaint_acknowledged',
	'follow_up',
	'complaints_per_10k',
	'satisfaction',
	'nps',
	'effort',
	'cases_opened'
] as const satisfies readonly KpiId[];

/** The numbers that stand beside them, smaller: how steady the service is, who acted, what surveys and checks rest on, who stays. Asked after the others. */
export const BESIDE = [
	'dpmo',
	'time_to_act',
	'scorecard',
	'inspection',
	'servqual_gap',
	'survey_response',
	'expected_leavers',
	'retention',
	'staff_satisfaction'
] as const satisfies readonly KpiId[];

/** Every number of a review: all there are but who waits at this instant, which no week has. */
export const ALL_REVIEWED = [...REVIEWED, ...BESIDE] as const;

const SMALL: ReadonlySet<KpiId> = new Set(BESIDE);

/** Whether a number stands beside the others. */
export const isBeside = ({ kpi }: { kpi: KpiId }) => SMALL.has(kpi);

/** One week of a trend, by its Monday, with its limits where there are any. `open`: it is still running, or much of it is too young to judge. `value` is null where five items or more did not say one. */
export type WeekPoint = {
	monday: string;
	value: number | null;
	n: number;
	open: boolean;
	low: number | null;
	high: number | null;
};

/**
 * Why a week is news. `beyond`: it is beyond its limits. `run`: the last eight weeks are on one side of `run_centre`, the centre of the 13
 * before them, and together say `run_value`.
 */
export type News = {
	rule: 'beyond' | 'run';
	up: boolean;
	low: number | null;
	high: number | null;
	run_value: number | null;
	run_centre: number | null;
};

/** A number of all (`group` null) or of one team, by week. */
export type ReviewedSeries = {
	group: string | null;
	/** The week under review, and the one before. */
	row: KpiRow | undefined;
	before: KpiRow | undefined;
	/** 13 weeks and the one under review. */
	points: WeekPoint[];
	/** What the week judged says, when it is news. */
	news: News | null;
	judgedRow: KpiRow | undefined;
};

/**
 * A number with its series, all first. `judged`: the Monday of the week that is judged, the last of which at least nine in ten can be judged;
 * null: none is, for the week is still running. `target`: what was aimed for when the week ended, in the number's unit; null where nothing was.
 */
export type Reviewed = {
	kpi: KpiId;
	judged: string | null;
	target: number | null;
	series: ReviewedSeries[];
};

/** A number whose question failed has no series. */
export type ReviewedOrFailed = Reviewed | { kpi: KpiId; series: null };

/** The numbers beside the others, or the promise of them; null: they could not be asked. */
export type Beside = Promise<ReviewedOrFailed[] | null> | ReviewedOrFailed[];

/** The same week a year ago; null where the question failed. */
export type YearAgo = Partial<Record<KpiId, KpiRow | null>>;
