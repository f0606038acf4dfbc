import type { ReviewAsking } from '../../../src/lib/server/weekly/asking.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** The review of the week from 5 January 2026 in UTC, as known on 1 November 2026, unless told otherwise. */
export const reviewOf = (
	clickhouse: ClickHouseClient,
	{ now = '2026-11-01T00:00:00Z', ...more }: Partial<ReviewAsking> & { now?: string } = {}
): ReviewAsking => ({
	clickhouse,
	zone: 'UTC',
	week: { from: '2026-01-05T00:00:00Z', to: '2026-01-12T00:00:00Z', name: '2026-W02', complete: true },
	before: { from: '2025-12-29T00:00:00Z', to: '2026-01-05T00:00:00Z' },
	teams: [],
	channels: [],
	asOf: Date.parse(now),
	...more
});
