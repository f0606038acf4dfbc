import type { ReviewProblem, ReviewQuestion } from '../../weekly/question.ts';
import type { Choices } from '../../weekly/choices.ts';
import type { ReviewWeeks } from '../../weekly/weeks.ts';
import { annotations } from './annotations.ts';
import { readAsked, type Reviewing } from './asked.ts';
import { askChoices } from './choices.ts';
import { decisions } from './decisions.ts';
import { BESIDE, type ReviewedOrFailed, type YearAgo } from '../../weekly/reviewed.ts';
import { headlines } from './headlines.ts';
import { askSections, type Sections } from './sections.ts';
import { soon } from './soon.ts';
import { askYearAgo } from './year-ago.ts';

/** What takes longer than this comes after the page. */
const FIRST_PAINT_MS = 1500;

/** A weekly review: which week and what it stands beside, at once; its numbers then or soon after. A bad address is a problem. */
export async function loadReview(
	reviewing: Reviewing,
	params: URLSearchParams,
	now = Date.now()
): Promise<{ problem: ReviewProblem } | Review> {
	const asked = await readAsked(reviewing, params, now);
	if ('problem' in asked) return asked;
	const { question, weeks, asking } = asked;
	const numbers = headlines(asking).catch(() => null);
	// What was a year ago comes after what is now.
	const ago = numbers.then(() => (weeks.yearAgo ? askYearAgo(asking, weeks.yearAgo).catch(() => null) : {}));
	const sections = askSections(asking, numbers);
	// What stands beside the numbers gives way to all else: its questions are the longest.
	const beside = Promise.all([numbers, ago, ...Object.values(sections)])
		.then(() => headlines(asking, BESIDE))
		.catch(() => null);
	const [told, choices, decided, noted] = await Promise.all([
		soon(numbers, FIRST_PAINT_MS),
		askChoices(asking).catch(() => ({ teams: [], channels: [] })),
		decisions(asking).catch(() => null),
		annotations(asking).catch(() => null)
	]);
	const as_of = new Date(now).toISOString();
	return { question, weeks, as_of, choices, told, beside, ago, sections, decided, noted };
}

/** Null: they could not be asked. */
type Told = Awaited<ReturnType<typeof headlines>> | null;

/** `told`: the numbers, or the promise of them. */
export type Review = {
	question: ReviewQuestion;
	weeks: ReviewWeeks;
	/** The clock by which all of it was judged. */
	as_of: string;
	choices: Choices;
	told: Told | { later: Promise<Told> };
	/** The numbers that stand beside them: later too. */
	beside: Promise<ReviewedOrFailed[] | null>;
	/** The same week a year ago: always later. */
	ago: Promise<YearAgo | null>;
	/** What stands behind the numbers: later too, each for itself. */
	sections: Sections;
	/** What was noted and decided, and what happened in its weeks; null where it could not be asked. */
	decided: Awaited<ReturnType<typeof decisions>> | null;
	noted: Awaited<ReturnType<typeof annotations>> | null;
};
