import { readReview, type ReviewProblem, type ReviewQuestion } from '../../weekly/question.ts';
import { lastComplete, reviewWeeks, type ReviewWeeks } from '../../weekly/weeks.ts';
import { readPulse, readSources, readWatermark } from '../pulse.ts';
import type { Touchstone } from '../touchstone.ts';
import type { ReviewAsking } from './asking.ts';
import { lookingOnce } from './looking-once.ts';
import { once } from '../once.ts';

export type Reviewing = Pick<Touchstone, 'clickhouse' | 'zone'> & Partial<Pick<Touchstone, 'settler'>>;

/** What a review's address asks, and what its parts are asked with. */
export type Asked = { question: ReviewQuestion; weeks: ReviewWeeks; asking: ReviewAsking };

/** Reads a review's address. A bad one is a problem. */
export async function readAsked(
	{ clickhouse, settler, zone }: Reviewing,
	params: URLSearchParams,
	now = Date.now()
): Promise<{ problem: ReviewProblem } | Asked> {
	const read = readReview(params, { now, zone });
	if (!read.ok) return { problem: read.problem };
	const { question } = read;
	// Where nobody says how far the data reach, the week is not taken for complete.
	const [monday, sources] = await Promise.all([
		question.week ?? lastWeek({ clickhouse, zone }, now),
		readSources(clickhouse).catch(() => [])
	]);
	const weeks = reviewWeeks(monday, { now, zone }, sources);
	const asking: ReviewAsking = {
		...{
			clickhouse,
			settler: settler && lookingOnce(settler),
			zone,
			week: weeks.week,
			before: weeks.before,
			watermark: once(() => readWatermark(clickhouse)),
			asOf: now
		},
		...{ teams: question.teams, channels: question.channels }
	};
	return { question, weeks, asking };
}

/** The last week that is over and of which there are data. */
export async function lastWeek({ clickhouse, zone }: Pick<Reviewing, 'clickhouse' | 'zone'>, now: number) {
	const pulse = await readPulse(clickhouse).catch(() => null);
	return lastComplete({ now, zone }, pulse?.watermark ? Date.parse(pulse.watermark) : null);
}
