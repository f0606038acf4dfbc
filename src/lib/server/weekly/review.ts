import { readReview, type ReviewProblem, type ReviewQuestion } from '../../weekly/question.ts';
import type { Choices } from '../../weekly/choices.ts';
import type { YearAgo } from '../../weekly/reviewed.ts';
import { lastComplete, reviewWeeks, type ReviewWeeks } from '../../weekly/weeks.ts';
import { readPulse } from '../pulse.ts';
import type { Touchstone } from '../touchstone.ts';
import type { ReviewAsking } from './asking.ts';
import { annotations } from './annotations.ts';
import { askChoices } from './choices.ts';
import { decisions } from './decisions.ts';
import { headlines } from './headlines.ts';
import { askSections, type Sections } from './sections.ts';
import { soon } from './soon.ts';
import { askYearAgo } from './year-ago.ts';

/** What takes longer than this comes after the page. */
const FIRST_PAINT_MS = 750;

type Reviewing = Pick<Touchstone, 'clickhouse' | 'settler' | 'zone'>;

/** A weekly review: which week and what it stands beside, at once; its numbers then or soon after. A bad address is a problem. */
export async function loadReview(
	{ clickhouse, settler, zone }: Reviewing,
	params: URLSearchParams
): Promise<{ problem: ReviewProblem } | Review> {
	const now = Date.now();
	const read = readReview(params, { now, zone });
	if (!read.ok) return { problem: read.problem };
	const { question } = read;
	const monday = question.week ?? (await lastWeek({ clickhouse, zone }, now));
	const weeks = reviewWeeks(monday, { now, zone });
	const asking: ReviewAsking = {
		...{ clickhouse, settler, zone, week: weeks.week, before: weeks.before, asOf: now },
		...{ teams: question.teams, channels: question.channels }
	};
	const numbers = headlines(asking).catch(() => null);
	// What was a year ago comes after what is now.
	const ago = numbers.then(() => (weeks.yearAgo ? askYearAgo(asking, weeks.yearAgo).catch(() => null) : {}));
	const sections = askSections(asking, numbers);
	const [told, choices, decided, noted] = await Promise.all([
		soon(numbers, FIRST_PAINT_MS),
		askChoices(asking).catch(() => ({ teams: [], channels: [] })),
		decisions(asking).catch(() => null),
		annotations(asking).catch(() => null)
	]);
	return { question, weeks, choices, told, ago, sections, decided, noted };
}

/** Null: they could not be asked. */
type Told = Awaited<ReturnType<typeof headlines>> | null;

/** `told`: the numbers, or the promise of them. */
export type Review = {
	question: ReviewQuestion;
	weeks: ReviewWeeks;
	choices: Choices;
	told: Told | { later: Promise<Told> };
	/** The same week a year ago: always later. */
	ago: Promise<YearAgo | null>;
	/** What stands behind the numbers: later too, each for itself. */
	sections: Sections;
	/** What was noted and decided, and what happened in its weeks; null where it could not be asked. */
	decided: Awaited<ReturnType<typeof decisions>> | null;
	noted: Awaited<ReturnType<typeof annotations>> | null;
};

/** The last complete week of which there are data. */
async function lastWeek({ clickhouse, zone }: Pick<Reviewing, 'clickhouse' | 'zone'>, now: number) {
	const pulse = await readPulse(clickhouse).catch(() => null);
	return lastComplete({ now, zone }, pulse?.watermark ? Date.parse(pulse.watermark) : null);
}
