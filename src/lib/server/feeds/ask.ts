import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { FeedAnswer, FeedAsk, FeedId } from '#schema/feed.ts';
import type { Settler } from '../settled/settler.ts';
import { askActions } from './actions.ts';
import { askToday } from './annotations.ts';
import { FEEDS } from './feeds.ts';

/** How a list is asked: the business zone, the clock (ms), and what is settled, where it is. */
export type FeedAsking = { zone: string; now?: number; settler?: Settler };

type AskFeed = (clickhouse: ClickHouseClient, ask: FeedAsk, asking: FeedAsking) => Promise<FeedAnswer>;

/** What has just broken is news on a wall also at the end of a long queue. */
const LATEST = 3;

const ALL: Record<FeedId, AskFeed> = {
	...FEEDS,
	annotations: askToday,
	actions: (clickhouse, ask, asking) => askActions(clickhouse, ask, { ...asking, latest: LATEST })
};

/** Asks one of the wall's lists. */
export const askFeed: AskFeed = (clickhouse, ask, asking) => ALL[ask.feed](clickhouse, ask, asking);
