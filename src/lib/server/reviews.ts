import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { ListedReview } from '#schema/published-review.ts';
import type { Marks } from '../weekly/mark.ts';
import { compareSections } from './reviews/compare.ts';
import type { ReviewBody } from './reviews/body.ts';
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

export function createReviews({ clickhouse, settler, zone, now = Date.now }: Options): Reviews {
	const once = perState<Marks>();

	async function compare(body: ReviewBody): Promise<Marks> {
		const marking = { clickhouse, settler, zone: body.zone, now: now() };
		const marks = await marksOf(marking, body);
		// What a week is made of and is no longer kept would only be missing.
		const compared = marks.forgotten ? NOTHING : await compareSections(marking, body);
		return { ...marks, compared };
	}

	return {
		publish: (given) => publishReview({ clickhouse, settler, zone, now }, given),
		read: (id) => readReview(clickhouse, id),
		list: (week = null) => listReviews({ clickhouse, zone }, week),
		async marks(body) {
			const state = `${await stateOfData(clickhouse)} ${Math.floor(now() / RIPENS_MS)}`;
			return once(JSON.stringify([body.as_of, body.question]), state, () => compare(body));
		}
	};
}
