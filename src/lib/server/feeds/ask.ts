import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { LATEST_BREACHES, type FeedAnswer, type FeedAsk, type FeedId } from '#schema/feed.ts';
import type { Settler } from '../settled/settler.ts';
import { askActions } from './actions.ts';
import { askToday } from './annotations.ts';
import { askForgotten } from './forgotten.ts';
import { FEEDS } from './feeds.ts';
import { askStandards } from './standards.ts';

/** How a list is asked: the business zone, the clock (ms), and what is settled, where it is. */
export type FeedAsking = { zone: string; now?: number; settler?: Settler };

type AskFeed = (clickhouse: ClickHouseClient, ask: FeedAsk, asking: FeedAsking) => Promise<FeedAnswer>;

const ALL: Record<FeedId, AskFeed> = {
	...FEEDS,
	annotations: askToday,
	forgotten: askForgotten,
	standards: askStandards,
	actions: (clickhouse, ask, asking) => askActions(clickhouse, ask, { ...asking, latest: LATEST_BREACHES })
};

/** Asks one of the wall's lists. */
export const askFeed: AskFeed = (clickhouse, ask, asking) => ALL[ask.feed](clickhouse, ask, asking);
