import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { FEED_COUNTS, StaffRow, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { readWatermark } from '../pulse.ts';
import { FIRST, SCOPE, scopeOf } from './scope.ts';
import { askView, type FeedAsking } from './view.ts';

/** Of all teams together, beside the row of each. */
const All = z
	.object({ all_available: z.int(), all_busy: z.int(), all_away: z.int(), all_offline: z.int() })
	.transform((all) => ({
		available: all.all_available,
		busy: all.all_busy,
		away: all.all_away,
		offline: all.all_offline
	}));

/** What agents are doing, by team, the largest first. Nothing is settled for it: states are read by their time. */
export async function askStaff(
	clickhouse: ClickHouseClient,
	ask: FeedAsk,
	{ now }: FeedAsking
): Promise<FeedAnswer<'staff'>> {
	const asOf = now ?? Date.now();
	const params = scopeOf(ask, asOf);
	const watermark = await readWatermark(clickhouse);
	const found = await askView(clickhouse, { view: 'feed_staff', called: SCOPE, rest: FIRST, params }, null);
	return {
		feed: 'staff',
		as_of: new Date(asOf).toISOString(),
		watermark,
		rows: z.array(StaffRow).parse(found),
		counts: FEED_COUNTS.staff.parse(found.length > 0 ? All.parse(found[0]) : {})
	};
}
