import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { FEED_COUNTS, FORGOTTEN_DAYS, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { readWatermark } from '../pulse.ts';
import { askLedger } from '../settled/ledger.ts';
import { AHEAD_MS, QUEUE_MS, type FeedAsking } from './actions.ts';

/** How many promises have left the queue undone, with nobody acting: of the days before what it reaches. */
export async function askForgotten(
	clickhouse: ClickHouseClient,
	{ teams, channels }: Pick<FeedAsk, 'teams' | 'channels'>,
	{ now = Date.now(), ...asking }: FeedAsking
): Promise<FeedAnswer<'forgotten'>> {
	const span = { from: now - FORGOTTEN_DAYS * QUEUE_MS, to: now + AHEAD_MS };
	const [watermark, found] = await Promise.all([
		readWatermark(clickhouse),
		askLedger(
			clickhouse,
			{ view: 'forgotten', ...span, asOf: now, until: now - QUEUE_MS, teams, channels },
			asking
		)
	]);
	const [counts] = z.array(FEED_COUNTS.forgotten).parse(found);
	return {
		feed: 'forgotten',
		as_of: new Date(now).toISOString(),
		watermark,
		rows: [],
		counts: counts ?? { promises: 0 }
	};
}
