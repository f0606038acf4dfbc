import { z } from 'zod';
import { Day } from './day.ts';
import { Version, words } from './version.ts';

export const DecisionKind = z.enum(['note', 'decision'], { error: 'expected note or decision' });
export type DecisionKind = z.infer<typeof DecisionKind>;

const LONGEST_TEXT = 2_000;
const Name = z
	.string({ error: 'expected a name' })
	.trim()
	.max(200, 'expected at most 200 characters')
	.default('');

const Monday = Day.refine(
	(day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1,
	'expected the Monday of the week, such as 2026-11-09'
);

/** A note or decision of a weekly review, as it is kept: open until it has a day on which it was closed. */
export const Decision = z.object({
	kind: DecisionKind,
	/** The Monday of the week in whose review it was made. */
	week: Monday,
	text: words(LONGEST_TEXT, 'what was noted or decided'),
	/** Who does it, and the last day on which it is in time. A note may have neither. */
	owner: Name,
	due: Day.nullable().default(null),
	/** Who wrote it, as they said. */
	by: words(200, 'who writes it: a name'),
	/** When it was closed, by whom, and what came of it; all three or none. */
	closed_on: Day.nullable().default(null),
	closed_by: Name,
	outcome: z
		.string({ error: 'expected what came of it' })
		.trim()
		.max(LONGEST_TEXT, `expected at most ${LONGEST_TEXT} characters`)
		.default('')
});
export type Decision = z.infer<typeof Decision>;

/** What is missing or too much in a decision, by field. */
function problemsOf({ kind, week, owner, due, closed_on, closed_by, outcome }: Decision): [string, string][] {
	const decided: [boolean, string, string][] = [
		[kind === 'decision' && owner === '', 'owner', 'expected who does it: a decision has an owner'],
		[kind === 'decision' && due === null, 'due', 'expected by which day: a decision has a due date'],
		[due !== null && due < week, 'due', 'expected a day not before the week it is made in'],
		[closed_on !== null && closed_on < week, 'closed_on', 'expected a day not before the week it is made in'],
		[closed_on !== null && closed_by === '', 'closed_by', 'expected who closed it: a name'],
		[closed_on !== null && outcome === '', 'outcome', 'expected what came of it'],
		[
			closed_on === null && closed_by !== '',
			'closed_on',
			'expected the day it was closed, as closed_by is said'
		],
		[closed_on === null && outcome !== '', 'closed_on', 'expected the day it was closed, as outcome is said']
	];
	return decided.flatMap(([wrong, field, message]) => (wrong ? [[field, message]] : []));
}

/** A note or decision as it is given. */
export const GivenDecision = z.strictObject(Decision.shape).superRefine((given, context) => {
	for (const [field, message] of problemsOf(given))
		context.addIssue({ code: 'custom', path: [field], message });
});
export type GivenDecision = z.input<typeof GivenDecision>;

/** One as it stands. */
export const SavedDecision = z.object({ ...Decision.shape, ...Version.shape });
export type SavedDecision = z.infer<typeof SavedDecision>;

/** One as the review of a week lists it: as it was when that week was over, or is now while it runs. */
export const DecisionOfWeek = SavedDecision.extend({
	/** closed: in this week. closed_since: after it, and open in it. */
	state: z.enum(['open', 'closed', 'closed_since']),
	/** Not done by its due date, by then. */
	overdue: z.boolean()
});
export type DecisionOfWeek = z.infer<typeof DecisionOfWeek>;

/** What a week's review lists, those that are open first. `today`: the day in the business zone. */
export const DecisionsOfWeek = z.object({
	week: z.iso.date(),
	today: z.iso.date(),
	decisions: z.array(DecisionOfWeek)
});
export type DecisionsOfWeek = z.infer<typeof DecisionsOfWeek>;

/** The answer to GET /api/decisions without a week: all that stand, the latest first. */
export const DecisionList = z.object({ decisions: z.array(SavedDecision) });
