import { ServqualDimension } from '#schema/event.ts';
import type { KpiId } from '#schema/kpi.ts';

/**
 * What has a list behind it: the items of a KPI; promises between departments; customers who said whether they had spoken up. Of staff
 * there is none: nobody's answer is shown by itself.
 */
export type Behind = Exclude<KpiId, 'staff_satisfaction'> | 'handovers' | 'voices';

/** The figures of a number, each by its name in the number's row, and which of the items it counts. */
type Figures = Record<string, string>;

/** Of what is judged at once; `missed`: those of the denominator that are not kept. */
const JUDGED: Figures = { denominator: 'kept IS NOT NULL', numerator: 'kept = 1', missed: 'kept = 0' };

/** Of what ripens. */
const RIPENING: Figures = {
	denominator: 'mature',
	numerator: 'kept = 1',
	missed: 'kept = 0',
	immature: 'NOT mature'
};

const named = (name: string, conditions: Figures): Figures =>
	Object.fromEntries(
		Object.entries(conditions).map(([id, condition]) => [`${name}.${id}`, condition] as const)
	);

/** A step of recovery, judged when its own window has passed. */
const step = (name: string): Figures =>
	named(name, {
		denominator: `${name}_mature`,
		numerator: `${name} AND ${name}_mature`,
		missed: `NOT ${name} AND ${name}_mature`,
		immature: `NOT ${name}_mature`
	});

/** How many said what, from one level to another. */
const levels = (lowest: number, highest: number, condition: (level: number) => string): Figures =>
	named(
		'distribution',
		Object.fromEntries(
			Array.from({ length: highest - lowest + 1 }, (_, at) => [`${lowest + at}`, condition(lowest + at)])
		)
	);

const surveyed = (outcome: string, condition: string): Figures =>
	named(`outcomes.${outcome}`, {
		eligible: condition,
		delivered: `${condition} AND delivered`,
		answered: `${condition} AND answered`
	});

/** Of each customer the latest answer alone. */
const LATEST = "customer != '' AND place = 1";
const UNDONE = "kept = 0 AND NOT ifNull(done_at <= {as_of:DateTime64(3, 'UTC')}, false)";
/** As the view of that name, whose span ends a day before the clock. */
const FORGOTTEN = `breach_at < {as_of:DateTime64(3, 'UTC')} - INTERVAL 1 DAY AND acknowledged_at IS NULL
	AND NOT ifNull(done_at <= {as_of:DateTime64(3, 'UTC')}, false)`;
const COMPLAINT = { numerator: 'complaint' };

/** Every figure that counts items: of each the number of rows in its list is the number itself. */
export const FIGURES: Record<Behind, Figures> = {
	first_response: { n: 'seconds IS NOT NULL', ...JUDGED },
	service_level: {
		...JUDGED,
		immature: 'waiting AND due_at IS NOT NULL AND NOT overdue',
		overdue: 'overdue',
		no_standard: 'NOT waiting AND due_at IS NULL'
	},
	abandonment: {
		denominator: 'true',
		numerator: 'abandoned',
		missed: 'NOT abandoned',
		short: 'short',
		wait_unknown: 'abandoned AND seconds IS NULL'
	},
	waiting_now: { denominator: 'true', numerator: 'kept = 0' },
	first_contact_resolution: {
		...RIPENING,
		unidentified: "mature AND customer = ''",
		'confirmed.denominator': 'mature AND said IS NOT NULL',
		'confirmed.numerator': 'mature AND said = 1'
	},
	resolution_time: { n: 'seconds IS NOT NULL', ...JUDGED, defects: 'defect' },
	reopen_rate: { ...RIPENING, numerator: 'kept = 0', missed: 'kept = 1' },
	recontact_rate: {
		denominator: 'kept IS NOT NULL',
		numerator: 'kept = 0',
		missed: 'kept = 1',
		immature: "NOT mature AND customer != ''",
		unidentified: "mature AND customer = ''"
	},
	complaint_acknowledged: {
		...RIPENING,
		immature: 'NOT mature AND judged_at IS NOT NULL',
		no_standard: 'judged_at IS NULL',
		defects: 'early > 0 AND judged_at IS NOT NULL'
	},
	complaint_recovery: {
		received: 'true',
		...RIPENING,
		...step('remedied'),
		...step('no_relapse'),
		...step('retained'),
		unidentified: "customer = ''"
	},
	follow_up: RIPENING,
	complaints_per_10k: COMPLAINT,
	satisfaction: {
		...JUDGED,
		denominator: 'answered',
		...levels(1, 5, (level) => (level === 5 ? 'score = 5' : `score < ${level + 1}${above(level)}`)),
		sent: 'NOT answered'
	},
	nps: {
		denominator: 'score IS NOT NULL',
		promoters: 'score >= 9',
		passives: 'score > 6 AND score < 9',
		detractors: 'score <= 6',
		...levels(0, 10, (level) => `score = ${level}`)
	},
	effort: {
		...JUDGED,
		denominator: 'answered',
		...levels(1, 7, (level) => `floor(score) = ${level}`),
		cases: 'NOT answered'
	},
	servqual_gap: {
		denominator: 'true',
		...Object.fromEntries(
			ServqualDimension.options.map((name) => [`dimensions.${name}.n`, `has(dimensions, '${name}')`] as const)
		)
	},
	survey_response: {
		eligible: 'true',
		denominator: 'delivered',
		numerator: 'answered',
		missed: 'delivered AND NOT answered',
		...surveyed('resolved', 'NOT escalated'),
		...surveyed('escalated', 'escalated')
	},
	expected_leavers: {
		denominator: LATEST,
		numerator: `${LATEST} AND level <= 3`,
		...levels(1, 5, (level) => `${LATEST} AND level = ${level}`),
		unidentified: "customer = ''"
	},
	inspection: { denominator: 'score IS NOT NULL', numerator: 'kept = 1', missed: 'kept = 0' },
	scorecard: {},
	promises_kept: { ...RIPENING, undone: UNDONE },
	time_to_act: {
		n: 'seconds IS NOT NULL',
		...RIPENING,
		unacknowledged: 'mature AND seconds IS NULL',
		forgotten: FORGOTTEN
	},
	retention: {},
	dpmo: { denominator: 'mature', numerator: 'kept = 0', missed: 'kept = 1', immature: 'NOT mature' },
	cases_opened: { denominator: 'true', ...COMPLAINT },
	handovers: { promised: 'true', due: 'mature', kept: 'kept = 1', broken: 'kept = 0', running: 'NOT mature' },
	voices: { asked: 'true', spoken: 'kept = 1' }
};

function above(level: number) {
	return level === 1 ? '' : ` AND score >= ${level}`;
}

/** Every item, whichever figure counts it. */
export const ALL = 'all';

/** Which items a figure counts; undefined where there is no such figure. */
export const conditionOf = (list: Behind, figure: string): string | undefined =>
	figure === ALL ? 'true' : FIGURES[list][figure];

/** How often an item counts for a figure: a survey asks about a dimension as often as it does. */
export function timesOf(figure: string): string {
	const [, dimension] = /^dimensions\.(\w+)\.n$/.exec(figure) ?? [];
	return dimension === undefined ? '1' : `counts[indexOf(dimensions, '${dimension}')]`;
}

export const isBehind = (list: string): list is Behind => Object.hasOwn(FIGURES, list);

/** Steps of recovery, and what a customer says of it, are kept or not by themselves. */
const STEPS: Record<string, string> = {
	remedied: 'if(remedied_mature, remedied, NULL)',
	no_relapse: 'if(no_relapse_mature, no_relapse, NULL)',
	retained: 'if(retained_mature, retained, NULL)',
	confirmed: 'if(mature, said = 1, NULL)'
};

/** Whether an item kept what its figure asks for: 1, 0, or null where that cannot be judged. */
export const keptOf = (figure: string) => STEPS[figure.split('.')[0] ?? ''] ?? 'kept';
