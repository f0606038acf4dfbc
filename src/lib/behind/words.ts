import type { Behind } from '../server/behind/figures.ts';
import { CATALOGUE } from '#schema/catalogue.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { keyTitle } from '../standards/parameter-words.ts';

type Outcome = {
	kept: () => string;
	broken: () => string;
	/** Where that cannot be said; else that it is not judged. */
	unjudged?: () => string;
};

const IN_TIME: Outcome = { kept: m.behind_in_time, broken: m.behind_late };
const PROMISE: Outcome = { kept: m.behind_promise_kept, broken: m.behind_promise_broken };

/** What it means that an item was kept, or not. */
const OUTCOMES: Partial<Record<Behind, Outcome>> = {
	first_response: { kept: m.item_answered, broken: m.item_answered_late },
	service_level: { kept: m.item_answered, broken: m.behind_late_or_gave_up },
	abandonment: { kept: m.behind_answered, broken: m.behind_gave_up },
	waiting_now: { kept: m.behind_waiting, broken: m.behind_waiting_late },
	first_contact_resolution: { kept: m.item_solved, broken: m.item_came_back },
	// Unless a standard promises one, nothing is said of any resolution.
	resolution_time: { ...IN_TIME, unjudged: () => '' },
	reopen_rate: { kept: m.behind_stayed_solved, broken: m.behind_reopened },
	recontact_rate: { kept: m.behind_stayed_away, broken: m.item_came_back },
	complaint_acknowledged: IN_TIME,
	complaint_recovery: { kept: m.item_confirmed, broken: m.item_not_confirmed },
	follow_up: IN_TIME,
	satisfaction: { kept: m.item_satisfied, broken: m.item_not_satisfied },
	nps: { kept: m.behind_promoter, broken: m.behind_no_promoter },
	effort: { kept: m.behind_easy, broken: m.behind_not_easy },
	survey_response: { kept: m.behind_replied, broken: m.behind_not_replied },
	expected_leavers: { kept: m.behind_content, broken: m.behind_in_danger },
	inspection: { kept: m.behind_high, broken: m.behind_low },
	promises_kept: PROMISE,
	dpmo: PROMISE,
	time_to_act: IN_TIME,
	handovers: PROMISE,
	voices: { kept: m.behind_spoke_up, broken: m.behind_silent }
};

const STEPS: Record<string, Outcome & { name: () => string }> = {
	remedied: {
		name: m.weekly_step_remedied,
		kept: m.behind_remedied,
		broken: m.behind_not_remedied
	},
	no_relapse: {
		name: m.weekly_step_no_relapse,
		kept: m.behind_no_relapse,
		broken: m.behind_relapse
	},
	retained: { name: m.behind_retained_name, kept: m.behind_retained, broken: m.behind_not_retained },
	confirmed: { name: m.behind_said_name, kept: m.behind_said_solved, broken: m.behind_said_not }
};

/** Numbers that count what we do not want. */
const COUNTS_BROKEN: ReadonlySet<string> = new Set([
	'abandonment',
	'waiting_now',
	'reopen_rate',
	'recontact_rate',
	'dpmo',
	'expected_leavers'
]);

const FIGURES: Record<string, () => string> = {
	all: m.behind_all,
	n: m.behind_timed,
	denominator: m.behind_counted,
	immature: m.item_open,
	received: m.behind_received,
	overdue: m.behind_overdue,
	no_standard: m.behind_no_standard,
	short: m.behind_short,
	wait_unknown: m.behind_wait_unknown,
	unidentified: m.behind_unidentified,
	defects: m.behind_defects,
	sent: m.behind_sent,
	promoters: m.behind_promoter,
	passives: m.behind_passive,
	detractors: m.behind_detractor,
	cases: m.behind_opened,
	eligible: m.behind_eligible,
	delivered: m.behind_delivered,
	answered: m.behind_replied,
	undone: m.behind_undone,
	unacknowledged: m.behind_unacknowledged,
	forgotten: m.behind_forgotten,
	promised: m.behind_promised,
	due: m.behind_due,
	kept: m.behind_promise_kept,
	broken: m.behind_promise_broken,
	running: m.behind_running,
	asked: m.behind_asked,
	spoken: m.behind_spoke_up,
	resolved: m.behind_outcome_resolved,
	escalated: m.behind_outcome_escalated
};

/** What an item's outcome is called where a figure asks for it. */
export const outcomeOf = (list: Behind, figure: string): Outcome | undefined =>
	STEPS[figure.split('.')[0] ?? ''] ?? OUTCOMES[list];

/** Scales on which each level has a name. */
const NAMED_LEVELS: ReadonlySet<string> = new Set(['satisfaction', 'expected_leavers']);

/** What a figure counts, in words. */
export function figureName(list: Behind, figure: string): string {
	const [first = '', second, third] = figure.split('.');
	if (first === 'distribution')
		return NAMED_LEVELS.has(list) ? keyTitle(second ?? '') : m.behind_level({ level: second ?? '' });
	if (first === 'dimensions') return keyTitle(second ?? '');
	if (first === 'outcomes') return `${wordOf(second ?? '')} · ${wordOf(third ?? '')}`;
	const step = STEPS[first];
	if (step && second) return `${step.name()} · ${partName(list, figure, second)}`;
	return partName(list, figure, first);
}

const wordOf = (name: string) => FIGURES[name]?.() ?? name;

function partName(list: Behind, figure: string, part: string): string {
	if (list === 'cases_opened' || list === 'complaints_per_10k')
		return part === 'numerator' ? m.behind_complaints() : wordOf(part);
	const outcome = outcomeOf(list, figure);
	if (!outcome || (part !== 'numerator' && part !== 'missed')) return wordOf(part);
	const counted = COUNTS_BROKEN.has(list) ? 'broken' : 'kept';
	const other = counted === 'kept' ? 'broken' : 'kept';
	return outcome[part === 'numerator' ? counted : other]();
}

/** What a list is of. */
export function listName(list: Behind, screen: Screen): string {
	if (list === 'handovers') return m.weekly_handovers_title();
	if (list === 'voices') return m.behind_voices();
	return CATALOGUE[list].name[screen.locale];
}
