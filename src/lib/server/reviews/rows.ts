import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { PublishedReview } from '#schema/published-review.ts';
import { Flag } from '#schema/row.ts';
import { isoWeekOf } from '../../iso-week.ts';
import { moment } from '../kpi/moment.ts';
import type { KeyedFigure } from '../published/figures.ts';

/** The address of a published review's page. */
export const publishedHref = (id: string) => `/weekly/published/${id}`;

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export const COLUMNS = /* sql */ `
	id, zone, week, teams, channels, published_at, by, saved_by, simulated, sha256`;

/** Which review, as the table says it. */
export const ReviewRow = z.object({
	id: z.string(),
	zone: z.string(),
	week: z.iso.date(),
	teams: z.array(z.string()),
	channels: z.array(z.string()),
	published_at: z.string(),
	by: z.string(),
	saved_by: z.string(),
	simulated: Flag,
	sha256: z.string()
});
export type ReviewRow = z.infer<typeof ReviewRow>;

/** A row as everybody reads it. */
export const reviewOf = ({ zone: _, week, published_at, ...row }: ReviewRow): PublishedReview => ({
	...row,
	week: isoWeekOf(week),
	published_at: new Date(published_at).toISOString(),
	href: publishedHref(row.id)
});

type NewRow = ReviewRow & { figures: KeyedFigure[]; format: number; body: string };

/** Keeps a review: a row that nothing changes any more. */
export async function insertReview(clickhouse: ClickHouseClient, { figures, ...row }: NewRow) {
	const kept = figures.map(({ kpi, by, group, value, n, numerator, denominator, immature, version }) => ({
		...{ kpi, by, group, value, n, numerator, denominator, immature, version }
	}));
	await clickhouse.insert({
		table: 'published_reviews',
		values: [
			{ ...row, figures: kept, published_at: moment(row.published_at), simulated: Number(row.simulated) }
		],
		format: 'JSONEachRow'
	});
}
