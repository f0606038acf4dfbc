import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { ActionRow, AHEAD_DAYS, FEED_COUNTS, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { readWatermark } from '../pulse.ts';
import { askLedger } from '../settled/ledger.ts';
import type { Settler } from '../settled/settler.ts';

const DAY_MS = 86_400_000;

/** What broke longer ago is in nobody's queue any more. */
export const QUEUE_MS = DAY_MS;

export const AHEAD_MS = AHEAD_DAYS * DAY_MS;

/** How a feed is asked: the business zone, the clock (ms), and what is settled, where it is. */
export type FeedAsking = {
	zone: string;
	now?: number;
	settler?: Settler | undefined;
	/** Beside the first rows those that broke last, so many of them; none unless asked for. */
	latest?: number;
};

const Counts = FEED_COUNTS.actions;
const Row = z.object({ ...ActionRow.shape, ...Counts.shape });

/** The promises somebody has to act upon, in order, as of now. Rejects when ClickHouse cannot be reached. */
export async function askActions(
	clickhouse: ClickHouseClient,
	{ teams, channels, limit }: Pick<FeedAsk, 'teams' | 'channels' | 'limit'>,
	{ now = Date.now(), latest = 0, ...asking }: FeedAsking
): Promise<FeedAnswer<'actions'>> {
	const watermark = await readWatermark(clickhouse);
	const found = await askLedger(
		clickhouse,
		{
			view: 'action_queue',
			from: now - QUEUE_MS,
			to: now + AHEAD_MS,
			asOf: now,
			...{ teams, channels, limit, latest }
		},
		asking
	);
	const rows = z.array(Row).parse(found);
	return {
		feed: 'actions',
		as_of: new Date(now).toISOString(),
		watermark,
		rows: rows.map((row) => ActionRow.parse(row)),
		// Every row of the view says how many there are.
		counts: Counts.parse(rows[0] ?? {})
	};
}
