import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { AnnotationRow, type FeedAnswer, type FeedAsk } from '#schema/feed.ts';
import { dateIn } from '../../zone.ts';
import { createAnnotations } from '../annotations.ts';
import { readWatermark } from '../pulse.ts';
import type { FeedAsking } from './view.ts';

/** What happened or was decided today (of the business zone), of these teams and of none in particular. */
export async function askToday(
	clickhouse: ClickHouseClient,
	{ teams, limit }: FeedAsk,
	{ zone, now = Date.now() }: FeedAsking
): Promise<FeedAnswer<'annotations'>> {
	const today = dateIn(now, zone);
	const watermark = await readWatermark(clickhouse);
	const all = await createAnnotations({ clickhouse }).list({ from: today, to: today, teams });
	return {
		feed: 'annotations',
		as_of: new Date(now).toISOString(),
		watermark,
		rows: all.slice(0, limit).map((one) => AnnotationRow.parse(one)),
		counts: { today: all.length }
	};
}
