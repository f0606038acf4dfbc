import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiAsk, KpiId } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';

/** The clock every answer is asked by: late enough for every window of the samples. */
const NOW = Date.UTC(2026, 0, 1);

/** Every KPI's rows, in total and by team, channel and topic, over all time. */
export async function allKpis(clickhouse: ClickHouseClient) {
	const asks = KpiId.options.flatMap((kpi) =>
		[undefined, 'team', 'channel', 'topic'].map((by) =>
			KpiAsk.parse({ kpi, by, from: '2000-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })
		)
	);
	const answers = await askKpis(clickhouse, asks, { zone: 'UTC', now: NOW });
	return answers.map(({ kpi, watermark, rows }) => ({ kpi, watermark, rows }));
}
