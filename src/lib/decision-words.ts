import type { DecisionKind, DecisionOfWeek } from '#schema/decision.ts';
import { isoWeekOf } from './iso-week.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';
import { startOfDate } from './zone.ts';

export const DECISION_KIND_NAMES: Record<DecisionKind, () => string> = {
	decision: m.decision_decision,
	note: m.decision_note
};

export const dayText = (day: string, screen: Screen) => screen.moment(startOfDate(day, screen.zone), 'date');

function dueText({ due, overdue, state }: DecisionOfWeek, screen: Screen) {
	if (due === null) return '';
	const date = dayText(due, screen);
	if (!overdue) return m.decision_due_on({ date });
	return state === 'closed' ? m.decision_late({ date }) : m.decision_overdue({ date });
}

/** By when, of whom, and since which week: those that are known. */
export function factsOf(decision: DecisionOfWeek, screen: Screen, now: string) {
	const { owner, week } = decision;
	return {
		owner: owner && m.decision_owner_is({ owner }),
		due: dueText(decision, screen),
		since: week === now ? '' : m.decision_since({ week: isoWeekOf(week) })
	};
}

/** When it was closed, by whom, and what came of it; '' while it is open. */
export function closedText({ closed_on, closed_by: by, outcome, state }: DecisionOfWeek, screen: Screen) {
	if (closed_on === null) return '';
	const said = { date: dayText(closed_on, screen), by, outcome };
	return state === 'closed_since' ? m.decision_closed_since(said) : m.decision_closed(said);
}
