import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { FeedAnswer, FeedAsk } from '#schema/feed.ts';
import { askAnswers } from './answers.ts';
import { askComplaints } from './complaints.ts';
import { askStaff } from './staff.ts';
import type { FeedAsking } from './view.ts';

/** The feeds that are listed under /api/feeds, and who answers them. */
export const FEEDS = { complaints: askComplaints, answers: askAnswers, staff: askStaff } as const satisfies {
	[Id in FeedAnswer['feed']]?: (
		clickhouse: ClickHouseClient,
		ask: FeedAsk,
		asking: FeedAsking
	) => Promise<FeedAnswer<Id>>;
};
