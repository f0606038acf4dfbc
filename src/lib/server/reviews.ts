import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { ListedReview } from '#schema/published-review.ts';
import type { Marks } from '../weekly/mark.ts';
import type { ReviewBody } from './reviews/body.ts';
import { listReviews } from './reviews/list.ts';
import { marksOf } from './reviews/marks.ts';
import { publishReview, type Publication, type ToPublish } from './reviews/publish.ts';
import { readReview, type KeptReview } from './reviews/read.ts';
import type { Settler } from './settled/settler.ts';

/** Weekly reviews that were published: whole, and never changed. */
export type Reviews = {
	publish(given: ToPublish): Promise<Publication>;
	/** Null: there is none of that id. */
	read(id: string): Promise<KeptReview | null>;
	/** The latest first; of a week (its Monday), or of all. */
	list(week?: string | null): Promise<ListedReview[]>;
	/** What became of a review's figures since. */
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

export function createReviews({ clickhouse, settler, zone, now = Date.now }: Options): Reviews {
	return {
		publish: (given) => publishReview({ clickhouse, settler, zone, now }, given),
		read: (id) => readReview(clickhouse, id),
		list: (week = null) => listReviews({ clickhouse, zone }, week),
		marks: (body) => marksOf({ clickhouse, settler, now: now() }, body)
	};
}
