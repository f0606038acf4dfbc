import type { Settler } from '../../src/lib/server/settled/settler.ts';
import { askKpi } from '../../src/lib/server/kpi/ask.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiAsk, type KpiId } from '#schema/kpi.ts';

export type Asked = Partial<KpiAsk> & { zone?: string; now?: string; settler?: Settler };

/** Asks a KPI about January 2026 (unless told otherwise), as known on 1 November 2026, in UTC. */
export async function rowsOf<Kpi extends KpiId>(clickhouse: ClickHouseClient, kpi: Kpi, asked: Asked = {}) {
	const { zone = 'UTC', now = '2026-11-01T00:00:00Z', settler, ...more } = asked;
	const ask = KpiAsk.parse({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', ...more, kpi });
	return (await askKpi(clickhouse, { ...ask, kpi }, { zone, now: Date.parse(now), settler })).rows;
}

/** The one row of a total. */
export async function totalOf<Kpi extends KpiId>(clickhouse: ClickHouseClient, kpi: Kpi, asked: Asked = {}) {
	const [row] = await rowsOf(clickhouse, kpi, asked);
	if (!row) throw new Error(`${kpi}: no row`);
	return row;
}
