import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiAsk, type GroupBy, type KpiId } from '#schema/kpi.ts';
import { askKpi } from '../../src/lib/server/kpi/ask.ts';

export type Scope = { from?: string; to?: string; by?: GroupBy; threshold_s?: number };

/** Asks a KPI over all time unless told otherwise: its rows by group ('' for the total). */
export async function rowsOf<Kpi extends KpiId>(clickhouse: ClickHouseClient, kpi: Kpi, scope: Scope = {}) {
	const ask = KpiAsk.parse({ kpi, from: '2000-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', ...scope });
	const { rows } = await askKpi(clickhouse, { ...ask, kpi }, { zone: 'UTC' });
	return new Map(rows.map((row) => [row.group ?? '', row]));
}

async function figures(clickhouse: ClickHouseClient, scope: Scope) {
	const [abandonment, response, within20, within60, rating, resolution] = await Promise.all([
		rowsOf(clickhouse, 'abandonment', scope),
		rowsOf(clickhouse, 'first_response', scope),
		rowsOf(clickhouse, 'service_level', { ...scope, threshold_s: 20 }),
		rowsOf(clickhouse, 'service_level', { ...scope, threshold_s: 60 }),
		rowsOf(clickhouse, 'satisfaction', scope),
		rowsOf(clickhouse, 'resolution_time', scope)
	]);
	return Object.fromEntries(
		[...abandonment].map(([group, { n, numerator }]) => {
			const [speed, scores] = [response.get(group), rating.get(group)];
			return [
				group,
				{
					calls: n,
					answered: speed?.n,
					abandoned: numerator,
					resolved: resolution.get(group)?.n,
					speed_sum_s: speed?.sum,
					speed_mean_s: (speed?.sum ?? NaN) / (speed?.n ?? NaN),
					speed_median_s: speed?.p50,
					within20: within20.get(group)?.numerator,
					within60: within60.get(group)?.numerator,
					rating_n: scores?.n,
					rating_sum: scores?.sum,
					rating_mean: scores?.mean,
					rating_4_5: scores?.numerator
				}
			];
		})
	);
}

/** Every key of the calls, from the KPIs alone. */
export async function callKeys(clickhouse: ClickHouseClient) {
	const month = async (from: string, to: string) =>
		(await figures(clickhouse, { from: `2021-${from}-01T00:00:00Z`, to: `2021-${to}-01T00:00:00Z` }))[''];
	return {
		total: (await figures(clickhouse, {}))[''],
		by_agent: await figures(clickhouse, { by: 'agent' }),
		by_topic: await figures(clickhouse, { by: 'topic' }),
		by_month: { '01': await month('01', '02'), '02': await month('02', '03'), '03': await month('03', '04') }
	};
}
