import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiAsk, type GroupBy, type KpiId, type KpiRow } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';

type Scope = { from?: string; to?: string; threshold_s?: number };
type Grouping = GroupBy | undefined;

/** Asks a KPI in several groupings at once, over all time unless told otherwise: rows by group, '' for the total. */
export async function rowsOf<Kpi extends KpiId>(
	clickhouse: ClickHouseClient,
	kpi: Kpi,
	groupings: Grouping[] = [undefined],
	scope: Scope = {}
): Promise<Map<string, KpiRow<Kpi>>[]> {
	const range = { from: '2000-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
	const asks = groupings.map((by) => KpiAsk.parse({ kpi, ...range, ...scope, by }));
	const answers = await askKpis(clickhouse, asks, { zone: 'UTC' });
	return answers.map(({ rows }) => new Map((rows as KpiRow<Kpi>[]).map((row) => [row.group ?? '', row])));
}

async function figures(clickhouse: ClickHouseClient, groupings: Grouping[], scope: Scope = {}) {
	const [abandonment, response, within20, within60, rating, resolution] = await Promise.all([
		rowsOf(clickhouse, 'abandonment', groupings, scope),
		rowsOf(clickhouse, 'first_response', groupings, scope),
		rowsOf(clickhouse, 'service_level', groupings, { ...scope, threshold_s: 20 }),
		rowsOf(clickhouse, 'service_level', groupings, { ...scope, threshold_s: 60 }),
		rowsOf(clickhouse, 'satisfaction', groupings, scope),
		rowsOf(clickhouse, 'resolution_time', groupings, scope)
	]);
	return abandonment.map((calls, at) =>
		Object.fromEntries(
			[...calls].map(([group, { n, numerator }]) => {
				const [speed, scores] = [response[at]?.get(group), rating[at]?.get(group)];
				return [
					group,
					{
						calls: n,
						answered: speed?.n,
						abandoned: numerator,
						resolved: resolution[at]?.get(group)?.n,
						speed_sum_s: speed?.sum,
						speed_mean_s: (speed?.sum ?? NaN) / (speed?.n ?? NaN),
						speed_median_s: speed?.p50,
						within20: within20[at]?.get(group)?.numerator,
						within60: within60[at]?.get(group)?.numerator,
						rating_n: scores?.n,
						rating_sum: scores?.sum,
						rating_mean: scores?.mean,
						rating_4_5: scores?.numerator
					}
				];
			})
		)
	);
}

/** Every key of the calls, from the KPIs alone. */
export async function callKeys(clickhouse: ClickHouseClient) {
	const [all, by_agent, by_topic] = await figures(clickhouse, [undefined, 'agent', 'topic']);
	const month = async (from: string, to: string) => {
		const range = { from: `2021-${from}-01T00:00:00Z`, to: `2021-${to}-01T00:00:00Z` };
		const [total] = await figures(clickhouse, [undefined], range);
		return total?.[''];
	};
	return {
		total: all?.[''],
		by_agent,
		by_topic,
		by_month: { '01': await month('01', '02'), '02': await month('02', '03'), '03': await month('03', '04') }
	};
}
