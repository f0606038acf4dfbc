import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { FeedAnswer, FeedAsk, FeedId } from '#schema/feed.ts';
import { FEEDS } from './feeds.ts';
import type { FeedAsking } from './view.ts';

type AskFeed = (clickhouse: ClickHouseClient, ask: FeedAsk, asking: FeedAsking) => Promise<FeedAnswer>;

const ALL: Partial<Record<FeedId, AskFeed>> = FEEDS;

/** Asks one of the wall's lists. */
export async function askFeed(clickhouse: ClickHouseClient, ask: FeedAsk, asking: FeedAsking) {
	const feed = ALL[ask.feed];
	if (!feed) throw new Error(`nothing answers ${ask.feed}`);
	return feed(clickhouse, ask, asking);
}
