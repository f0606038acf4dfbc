import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiAsk, KpiItem } from '#schema/kpi.ts';
import { askBehind } from '../behind/ask.ts';
import { ALL, isBehind } from '../behind/figures.ts';
import type { Asking } from './ask.ts';

export type ItemsAsking = Asking & {
	/** At most so many cases. */
	limit: number;
	/** Only promises of this metric: asked of the ledger's KPIs alone. */
	metric?: string;
};

/** The cases behind a number: those that did not keep the promise first, newest first. Of staff there are none. */
export async function askItems(
	clickhouse: ClickHouseClient,
	{ kpi: list, from, to, teams, channels, threshold_s }: KpiAsk,
	{ limit, metric, now = Date.now(), zone, settler }: ItemsAsking
): Promise<KpiItem[]> {
	if (!isBehind(list)) return [];
	const items = { list, figure: ALL, metric, reasons: [], other_than: [] };
	const question = { ...items, from, to, teams, channels, threshold_s, as_of: now };
	return askBehind(clickhouse, { ...question, sort: 'outcome', limit, offset: 0 }, { zone, settler });
}
