import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { StandardRow, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { readWatermark } from '../pulse.ts';
import { readNewest } from '../standards/read.ts';
import type { FeedAsking } from './view.ts';

/** The standards in force now that say a time. */
export async function askStandards(
	clickhouse: ClickHouseClient,
	_ask: FeedAsk,
	{ now = Date.now() }: FeedAsking
): Promise<FeedAnswer<'standards'>> {
	const [watermark, { content }] = await Promise.all([readWatermark(clickhouse), readNewest(clickhouse)]);
	const rows = content.standards
		.filter(
			({ threshold_s, valid_from, valid_to }) =>
				threshold_s !== null &&
				Date.parse(valid_from) <= now &&
				(valid_to === null || now < Date.parse(valid_to))
		)
		.map((one) => StandardRow.parse(one));
	const as_of = new Date(now).toISOString();
	return { feed: 'standards', as_of, watermark, rows, counts: { in_force: rows.length } };
}
