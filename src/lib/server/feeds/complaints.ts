import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { ComplaintRow, FEED_COUNTS, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { moment } from '../kpi/moment.ts';
import { readWatermark } from '../pulse.ts';
import type { Settled } from '../settled/settler.ts';
import { FIRST, SCOPE, scopeOf } from './scope.ts';
import { askView, settledBy, type FeedAsking } from './view.ts';

const Open = ComplaintRow.omit({ relapse: true }).extend({ customer: z.string() });
type Open = z.infer<typeof Open>;

const RELAPSES = /* sql */ `
	as_of     = {as_of:DateTime64(3, 'UTC')},
	cases     = {cases:Array(String)},
	customers = {customers:Array(String)},
	reasons   = {reasons:Array(String)},
	received  = {received:Array(DateTime64(3, 'UTC'))}`;

/** Which of these had been remedied before, and are back. */
async function relapsesAmong(
	clickhouse: ClickHouseClient,
	open: readonly Open[],
	{ as_of, settled }: { as_of: string; settled: Settled | null }
): Promise<ReadonlySet<string>> {
	const known = open.filter(({ customer }) => customer !== '');
	if (known.length === 0) return new Set();
	const params = {
		as_of,
		cases: known.map(({ case_id }) => case_id),
		customers: known.map(({ customer }) => customer),
		reasons: known.map(({ reason }) => reason),
		received: known.map(({ received_at }) => moment(received_at))
	};
	const found = await askView(clickhouse, { view: 'feed_relapses', called: RELAPSES, params }, settled);
	return new Set(
		z
			.array(ComplaintRow.pick({ case_id: true }))
			.parse(found)
			.map(({ case_id }) => case_id)
	);
}

/** Complaints that are not remedied, of the last 90 days: overdue ones first, then by the hour they fall due in, key accounts first. */
export async function askComplaints(
	clickhouse: ClickHouseClient,
	ask: FeedAsk,
	asking: FeedAsking
): Promise<FeedAnswer<'complaints'>> {
	const asOf = asking.now ?? Date.now();
	const watermark = await readWatermark(clickhouse);
	const settled = await settledBy(asking, ['feed_complaints', 'feed_relapses']);
	const params = scopeOf(ask, asOf);
	const found = await askView(
		clickhouse,
		{ view: 'feed_complaints', called: SCOPE, rest: FIRST, params },
		settled
	);
	const open = z.array(Open).parse(found);
	const relapses = await relapsesAmong(clickhouse, open, { as_of: params.as_of, settled });
	return {
		feed: 'complaints',
		as_of: new Date(asOf).toISOString(),
		watermark,
		rows: open.map(({ customer: _whose, ...row }) => ({ ...row, relapse: relapses.has(row.case_id) })),
		counts: FEED_COUNTS.complaints.parse(found[0] ?? {})
	};
}
