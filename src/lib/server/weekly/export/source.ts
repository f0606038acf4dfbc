import { CATALOGUE } from '#schema/catalogue.ts';
import type { Locale } from '../../../format.ts';
import { ALL_REVIEWED, BESIDE, type Reviewed, type YearAgo } from '../../../weekly/reviewed.ts';
import { annotations } from '../annotations.ts';
import { reviewHref } from '../../../weekly/question.ts';
import type { ReviewWeeks, Span } from '../../../weekly/weeks.ts';
import type { Asked } from '../asked.ts';
import type { ReviewAsking } from '../asking.ts';
import { broken } from '../broken.ts';
import { decisions } from '../decisions.ts';
import { handovers } from '../handovers.ts';
import { headlines } from '../headlines.ts';
import { iceberg } from '../iceberg.ts';
import { perception } from '../perception.ts';
import { quadrant } from '../quadrant.ts';
import { reasons } from '../reasons.ts';
import { recovery } from '../recovery.ts';
import { satisfaction } from '../satisfaction.ts';
import { scorecards } from '../scorecards.ts';
import { shared } from '../shared.ts';
import { staff } from '../staff.ts';
import { once } from '../../once.ts';
import { askYearAgo } from '../year-ago.ts';

type Asks = {
	broken: typeof broken;
	recovery: typeof recovery;
	reasons: typeof reasons;
	satisfaction: typeof satisfaction;
	perception: typeof perception;
	iceberg: typeof iceberg;
	staff: typeof staff;
	scorecards: typeof scorecards;
	quadrant: typeof quadrant;
	handovers: typeof handovers;
	shared: typeof shared;
	decisions: typeof decisions;
	annotations: typeof annotations;
};
type Parts = { [Part in keyof Asks]: () => ReturnType<Asks[Part]> };

/** Which review the tables are of. */
export type About = {
	weeks: ReviewWeeks;
	question: { teams: string[]; channels: string[] };
	/** The business zone. */
	zone: string;
	/** The clock by which it was judged. */
	as_of: string;
	/** Its page, without its host. */
	href: string;
	/** Of one as published: when, by whom, and its fingerprint. */
	published?: { published_at: string; by: string; sha256: string };
	/** By which version of each definition; without it, by those of today. */
	versions?: Record<string, number>;
};

/** What the tables of a review are made of: each part asked when it is needed, and once. They reject where it cannot be asked in full. */
export type Source = Parts & {
	about: About;
	numbers(): Promise<Reviewed[]>;
	/** Empty where that year had no such week. */
	yearAgo(): Promise<YearAgo>;
};

export function createSource(asked: Asked, locale: Locale): Source {
	const { asking, weeks } = asked;
	const part = <Result>(ask: (asking: ReviewAsking) => Promise<Result>) => once(() => ask(asking));
	return {
		about: aboutOf(asked),
		numbers: once(() => allNumbers(asking, locale)),
		yearAgo: once(async () => (weeks.yearAgo ? wholeYearAgo(asking, weeks.yearAgo, locale) : {})),
		broken: part(broken),
		recovery: part(recovery),
		reasons: part(reasons),
		satisfaction: part(satisfaction),
		perception: part(perception),
		iceberg: part(iceberg),
		staff: part(staff),
		scorecards: part(scorecards),
		quadrant: part(quadrant),
		handovers: part(handovers),
		shared: part(shared),
		decisions: part(decisions),
		annotations: part(annotations)
	};
}

export const aboutOf = ({ asking, weeks, question }: Asked): About => ({
	...{ weeks, question, zone: asking.zone, as_of: new Date(asking.asOf).toISOString() },
	href: reviewHref({ ...question, week: weeks.week.name })
});

/** On a page one number may fail alone; in a file nobody would see what is missing. */
async function allNumbers(asking: ReviewAsking, locale: Locale): Promise<Reviewed[]> {
	const told = [...(await headlines(asking)), ...(await headlines(asking, BESIDE))];
	return told.map((one) => {
		if (one.series === null) throw new Error(CATALOGUE[one.kpi].name[locale]);
		return one;
	});
}

async function wholeYearAgo(asking: ReviewAsking, span: Span, locale: Locale): Promise<YearAgo> {
	const rows = await askYearAgo(asking, span);
	// What is not there at all was not counted then; null is a question that failed.
	const failed = ALL_REVIEWED.find((kpi) => rows[kpi] === null);
	if (failed) throw new Error(CATALOGUE[failed].name[locale]);
	return rows;
}
