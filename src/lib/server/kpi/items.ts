import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiItem, type KpiAsk, type KpiId } from '#schema/kpi.ts';
import { SCOPE, scopeOf, type Asking } from './ask.ts';
import { OF_THE_LEDGER } from './params.ts';

const OF_METRIC = /* sql */ `AND ({metric:String} = '' OR metric = {metric:String})`;

const question = (kpi: KpiId) => /* sql */ `
	SELECT case_id, basis_at, team, agent, channel, tier, topic, kept = 1 AS kept, seconds
	FROM ${kpi}_items(${SCOPE})
	WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
		${OF_THE_LEDGER.has(kpi) ? OF_METRIC : ''}
	ORDER BY kept ASC NULLS LAST, basis_at DESC, case_id
	LIMIT {limit:UInt32}`;

export type ItemsAsking = Asking & {
	/** At most so many cases. */
	limit: number;
	/** Only of this group, when the question says by what. */
	group?: string;
	/** Only promises of this metric: asked of the ledger's KPIs alone. */
	metric?: string;
};

/** The cases behind a number: those that did not keep the promise first, newest first. */
export async function askItems(
	clickhouse: ClickHouseClient,
	ask: KpiAsk,
	{ limit, group, metric, now }: ItemsAsking
): Promise<KpiItem[]> {
	const result = await clickhouse.query({
		query: question(ask.kpi),
		query_params: {
			...scopeOf(ask, now ?? Date.now()),
			by: group === undefined ? '' : (ask.by ?? ''),
			group: group ?? '',
			metric: metric ?? '',
			limit
		},
		format: 'JSONEachRow'
	});
	const Item = KpiItem.extend({
		kept: z
			.int()
			.nullable()
			.transform((kept) => (kept === null ? null : kept === 1))
	});
	return z.array(Item).parse(await result.json());
}
