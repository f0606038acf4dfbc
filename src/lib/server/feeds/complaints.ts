import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { ComplaintRow, FEED_COUNTS, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { readWatermark } from '../pulse.ts';
import { FIRST, SCOPE, scopeOf } from './scope.ts';
import { askView, settledBy, type FeedAsking } from './view.ts';

const Open = ComplaintRow.omit({ acknowledged_at: true, relapse: true });
const More = z.array(ComplaintRow.pick({ case_id: true, acknowledged_at: true, relapse: true }));

/** Complaints that are not remedied, of the last 90 days: overdue ones first, then by the hour they fall due in, key accounts first. */
export async function askComplaints(
	clickhouse: ClickHouseClient,
	ask: FeedAsk,
	asking: FeedAsking
): Promise<FeedAnswer<'complaints'>> {
	const asOf = asking.now ?? Date.now();
	const settled = await settledBy(asking);
	const params = scopeOf(ask, asOf);
	const [watermark, found] = await Promise.all([
		readWatermark(clickhouse),
		askView(clickhouse, { view: 'feed_complaints', called: SCOPE, rest: FIRST, params }, settled)
	]);
	const open = z.array(Open).parse(found);
	const more = More.parse(
		open.length === 0
			? []
			: await askView(
					clickhouse,
					{
						view: 'feed_complaints_more',
						called: `as_of = {as_of:DateTime64(3, 'UTC')}, cases = {cases:Array(String)}`,
						params: { ...params, cases: open.map(({ case_id }) => case_id) }
					},
					settled
				)
	);
	const known = new Map(more.map((row) => [row.case_id, row]));
	return {
		feed: 'complaints',
		as_of: new Date(asOf).toISOString(),
		watermark,
		rows: open.map((row) => ComplaintRow.parse({ ...row, ...known.get(row.case_id) })),
		counts: FEED_COUNTS.complaints.parse(found[0] ?? {})
	};
}
