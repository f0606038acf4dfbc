import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { FeedAnswer, FeedAsk, FeedId } from '#schema/feed.ts';
import type { Settler } from '../settled/settler.ts';

/** What every feed is asked with: the business zone, the clock (ms), and what is settled, where it is. */
export type FeedAsking = { zone: string; now?: number; settler?: Settler };

type AskFeed = (clickhouse: ClickHouseClient, ask: FeedAsk, asking: FeedAsking) => Promise<FeedAnswer>;

const FEEDS: Partial<Record<FeedId, AskFeed>> = {};

/** Asks one of the wall's lists. */
export async function askFeed(clickhouse: ClickHouseClient, ask: FeedAsk, asking: FeedAsking) {
	const feed = FEEDS[ask.feed];
	if (!feed) throw new Error(`nothing answers ${ask.feed}`);
	return feed(clickhouse, ask, asking);
}
