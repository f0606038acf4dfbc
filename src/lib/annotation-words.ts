import type { Annotation, AnnotationKind } from '#schema/annotation.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';
import { nameOf } from './words.ts';
import { startOfDate } from './zone.ts';

export const KIND_NAMES: Record<AnnotationKind, () => string> = {
	event: m.annotation_event,
	decision: m.annotation_decision
};

type Days = Pick<Annotation, 'first_day' | 'last_day'>;

/** Its day, or from which to which. */
export const daysText = ({ first_day, last_day }: Days, screen: Screen) =>
	screen.dates(startOfDate(first_day, screen.zone), startOfDate(last_day, screen.zone));

/** Whom it is about: teams by name; nothing where it is everybody. */
export const teamsText = (teams: readonly string[]) => teams.map(nameOf).join(m.list_comma());

/** An annotation as a line of text: when, what, and of which teams. */
export function annotationText({ kind, text, teams, ...days }: Omit<Annotation, 'by'>, screen: Screen) {
	const said = { when: daysText(days, screen), kind: KIND_NAMES[kind](), text };
	return teams.length === 0
		? m.annotation_line(said)
		: m.annotation_line_of({ ...said, teams: teamsText(teams) });
}
