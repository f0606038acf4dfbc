import { randomUUID } from 'node:crypto';
import type { NotPublished, PublishedReview } from '#schema/published-review.ts';
import type { Late, SourceReach } from '../../weekly/late.ts';
import { readReview, reviewHref, type ReviewProblem } from '../../weekly/question.ts';
import { reviewWeeks, type ReviewWeek, type WeekClock } from '../../weekly/weeks.ts';
import { readPulse, readSources } from '../pulse.ts';
import type { Settler } from '../settled/settler.ts';
import type { Touchstone } from '../touchstone.ts';
import { readAsked, type Reviewing } from '../weekly/asked.ts';
import { reasons } from '../weekly/reasons.ts';
import { loadReview } from '../weekly/review.ts';
import { FORMAT } from './body.ts';
import { figuresIn } from './figures.ts';
import type { GivenReview } from './given.ts';
import { insertReview, reviewOf, sha256, type ReviewRow } from './rows.ts';
import { bodyOf, wholeOf } from './whole.ts';

/** What came of publishing: the review with its link, or why there is none. */
export type Publication =
	{ ok: true; review: PublishedReview } | { ok: false; refused: NotPublished; late?: Late | undefined };

type Publishing = Pick<Touchstone, 'clickhouse' | 'zone'> & {
	settler?: Settler;
	/** The server's clock, ms. */
	now?: () => number;
};

/** `saved_by`: the name of the key it is done with; '' without one. */
export type ToPublish = GivenReview & { saved_by?: string };

const refused = (reason: string, path: string, detail: string, missing: string[] = []) => ({
	ok: false as const,
	refused: { reason, path, detail, missing }
});

const addressOf = ({ week, team, channel }: GivenReview) =>
	new URL(reviewHref({ week, teams: team, channels: channel }), 'http://localhost').searchParams;

/**
 * Asks a week's whole review once more and keeps it as it is now, for ever. Nothing is kept, and nobody is told a link, where any part of
 * it cannot be asked, the week is still running, not all of it has come in, or there is nothing in it. Rejects when ClickHouse cannot be reached.
 */
export async function publishReview(
	{ clickhouse, settler, zone, now: clock = Date.now }: Publishing,
	given: ToPublish
): Promise<Publication> {
	const now = clock();
	const params = addressOf(given);
	const not = whyNot(given, params, { now, zone }, await readSources(clickhouse));
	if (not) return not;
	const [review, why, pulse] = await Promise.all([
		loadReview({ clickhouse, settler, zone }, params, now),
		everyReason({ clickhouse, settler, zone }, params, now),
		readPulse(clickhouse)
	]);
	if ('problem' in review) return problemOf(given, review.problem);
	const { week } = review.weeks;
	if (!week.complete) return notReported(week);
	const whole = await wholeOf(review, why);
	if (!whole.ok) return refused('unavailable', 'week', notWhole(whole.missing), whole.missing);
	const { text, read } = bodyOf(whole.said, { review, now, zone, watermark: pulse.watermark });
	const figures = figuresIn(read);
	if (figures.every(({ n, immature }) => n === 0 && immature === 0))
		return refused('empty', 'week', nothingIn(week.name));
	const row: ReviewRow = {
		...{ id: randomUUID(), zone, week: week.monday, teams: given.team, channels: given.channel },
		...{ published_at: new Date(now).toISOString(), by: given.by, saved_by: given.saved_by ?? '' },
		...{ simulated: pulse.simulated, sha256: sha256(text) }
	};
	await insertReview(clickhouse, { ...row, figures, format: FORMAT, body: text });
	return { ok: true, review: reviewOf(row) };
}

/** Every reason for complaints: the page puts rare ones together, its file does not. */
async function everyReason(reviewing: Reviewing, params: URLSearchParams, now: number) {
	const asked = await readAsked(reviewing, params, now);
	return 'problem' in asked ? null : reasons(asked.asking).catch(() => null);
}

const problemOf = (given: GivenReview, { field }: ReviewProblem) =>
	refused('invalid', field, badField(given, field));

/** Why a week is not even asked. */
function whyNot(
	given: GivenReview,
	params: URLSearchParams,
	clock: WeekClock,
	sources: SourceReach[]
): Publication | null {
	const read = readReview(params, clock);
	if (!read.ok) return problemOf(given, read.problem);
	if (read.question.week === null) return refused('running', 'week', stillRunning(given.week));
	const { week } = reviewWeeks(read.question.week, clock, sources);
	if (week.complete) return null;
	return week.late ? notReported(week) : refused('running', 'week', stillRunning(given.week));
}

const badField = ({ week }: GivenReview, field: string) =>
	field === 'week'
		? `${week} has not begun, or is before any event there can be: expected a week that is over`
		: `expected names that ${field === 'team' ? 'teams' : 'channels'} can have`;

const stillRunning = (week: string) =>
	`${week} is still running: its numbers change with every event, so a review is published when its week is over`;

function notReported({ name, late = { until: null, source: null } }: ReviewWeek): Publication {
	return { ...refused('not_reported', 'week', reachOf(name, late)), late };
}

const reachOf = (name: string, { source, until }: Late) =>
	`not all of ${name} has come in: the data${source ? ` of ${source}` : ''} reach ${until ? `only to ${until}` : 'nowhere'}. A review is published when every source has passed its week, or a day after its end while others go on`;

const nothingIn = (week: string) => `there is nothing in ${week}: a review without a number is not published`;

const notWhole = (missing: string[]) =>
	`nothing was published, for these could not be asked: ${missing.join(', ')}. A published review is whole or there is none: try again when they can be asked`;
