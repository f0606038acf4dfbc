import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { ListedReview } from '#schema/published-review.ts';
import type { Marks } from '../weekly/mark.ts';
import { compareSections } from './reviews/compare.ts';
import type { ReviewBody } from './reviews/body.ts';
import { keptSince } from './reviews/kept-since.ts';
import { listReviews } from './reviews/list.ts';
import { marksOf } from './reviews/marks.ts';
import { perState } from './reviews/per-state.ts';
import { publishReview, type Publication, type ToPublish } from './reviews/publish.ts';
import { readReview, type KeptReview } from './reviews/read.ts';
import { stateOfData } from './reviews/state.ts';
import type { Settler } from './settled/settler.ts';

/** Weekly reviews that were published: whole, and never changed. */
export type Reviews = {
	publish(given: ToPublish): Promise<Publication>;
	/** Null: there is none of that id. */
	read(id: string): Promise<KeptReview | null>;
	/** The latest first; of a week (its Monday), or of all. */
	list(week?: string | null): Promise<ListedReview[]>;
	/** What became of a review since: of its figures and of all its sections. Asked once as long as the data are the same. */
	marks(body: ReviewBody): Promise<Marks>;
};

type Options = {
	clickhouse: ClickHouseClient;
	settler?: Settler;
	/** The business zone. */
	zone: string;
	/** The server's clock, ms. */
	now?: () => number;
};

/** What only had to ripen is looked for so often. */
const RIPENS_MS = 3_600_000;

const NOTHING = { sections: [], failed: [] };

type Of = { week: string; teams: string[]; channels: string[] };

/** Names a published review: nobody publishes the same twice in a millisecond. */
const keyOf = (published_at: string, of: Of) =>
	JSON.stringify([published_at, of.week, of.teams, of.channels]);

export function createReviews({ clickhouse, settler, zone, now = Date.now }: Options): Reviews {
	const known = perState<Marks>();

	/** What is compared is compared with data in this state. */
	async function stateNow(): Promise<string> {
		const state = await stateOfData(clickhouse).catch(() => randomUUID());
		return `${state} ${Math.floor(now() / RIPENS_MS)}`;
	}

	async function compare(body: ReviewBody): Promise<Marks> {
		const marking = { clickhouse, settler, zone: body.zone, now: now() };
		// What a week is made of and is no longer kept would only be missing.
		const kept = Date.parse(body.weeks.week.from) >= (await keptSince(clickhouse, marking.now));
		const [marks, compared] = await Promise.all([
			marksOf(marking, body),
			kept ? compareSections(marking, body) : NOTHING
		]);
		return { ...marks, compared };
	}

	return {
		async publish(given) {
			const state = await stateNow();
			const published = await publishReview({ clickhouse, settler, zone, now }, given);
			if (published.ok) {
				const { week, teams, channels, published_at } = published.review;
				const unchanged = { marks: [], failed: [], forgotten: false, compared: NOTHING };
				// What is printed and mailed at once need not be asked once more.
				void known.know(
					keyOf(published_at, { week, teams, channels }),
					state,
					Promise.resolve({ ...unchanged, as_of: published_at })
				);
			}
			return published;
		},
		read: (id) => readReview(clickhouse, id),
		list: (week = null) => listReviews({ clickhouse, zone }, week),
		async marks(body) {
			const { teams, channels } = body.question;
			const key = keyOf(body.as_of, { week: body.weeks.week.name, teams, channels });
			const marks = await known.of(key, await stateNow(), () => compare(body));
			// What could not be asked just now is asked again.
			if (marks.failed.length + marks.compared.failed.length > 0) known.forget(key);
			return marks;
		}
	};
}
