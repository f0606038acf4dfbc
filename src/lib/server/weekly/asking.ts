import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Settler } from '../settled/settler.ts';

/** What every part of a weekly review is asked with. Times are RFC 3339, `from <= t < to`. */
export type ReviewAsking = {
	clickhouse: ClickHouseClient;
	settler?: Settler;
	/** The business zone: weeks begin at its Monday's midnight. */
	zone: string;
	/** The week under review, by its ISO name (2026-W46); `complete`: it is over. A running one ends now. */
	week: { from: string; to: string; name: string; complete: boolean };
	/** The week before; of a running week, up to the same point of it. */
	before: { from: string; to: string };
	/** Empty: every team, every channel. */
	teams: string[];
	channels: string[];
	/** How far the data reach: read once for all. */
	watermark?: () => Promise<string | null>;
	/** The clock by which windows have passed, in ms. */
	asOf: number;
};
