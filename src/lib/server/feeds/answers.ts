import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { AnswerRow, FEED_COUNTS, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { readWatermark } from '../pulse.ts';
import { FIRST, SCOPE, scopeOf } from './scope.ts';
import { askView, settledBy, type FeedAsking } from './view.ts';

const CALLED = /* sql */ `${SCOPE},
	zone     = {zone:String}`;

/** What customers answered today (of the business zone), the latest first. */
export async function askAnswers(
	clickhouse: ClickHouseClient,
	ask: FeedAsk,
	asking: FeedAsking
): Promise<FeedAnswer<'answers'>> {
	const asOf = asking.now ?? Date.now();
	const watermark = await readWatermark(clickhouse);
	const settled = await settledBy(asking, ['feed_answers']);
	const params = { ...scopeOf(ask, asOf), zone: asking.zone };
	const found = await askView(
		clickhouse,
		{ view: 'feed_answers', called: CALLED, rest: FIRST, params },
		settled
	);
	return {
		feed: 'answers',
		as_of: new Date(asOf).toISOString(),
		watermark,
		rows: z.array(AnswerRow).parse(found),
		counts: FEED_COUNTS.answers.parse(found[0] ?? {})
	};
}
