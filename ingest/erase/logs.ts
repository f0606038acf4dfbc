import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Holding } from './tables.ts';
import type { Subject } from './subject.ts';

const Logs = z.array(z.object({ table: z.string(), texts: z.array(z.string()) }));

/**
 * ClickHouse's own logs, where they are kept: whoever asked about the customer by the pseudonym has left it in the text of a
 * query. Resolves with the rows to be removed from each.
 */
export async function logHoldings(clickhouse: ClickHouseClient, { list }: Subject): Promise<Holding[]> {
	await clickhouse.command({ query: 'SYSTEM FLUSH LOGS' });
	const result = await clickhouse.query({
		query: `SELECT table, groupArray(name) AS texts FROM system.columns
			WHERE database = 'system' AND type IN ('String', 'LowCardinality(String)') AND table IN
				(SELECT name FROM system.tables WHERE database = 'system' AND match(name, '_log(_\\\\d+)?$') AND engine LIKE '%MergeTree')
			GROUP BY table ORDER BY table`,
		format: 'JSONEachRow'
	});
	return Logs.parse(await result.json()).map(({ table, texts }) => {
		const holds = texts.map((name) => `multiSearchAny(${name}, ${list('customer')})`).join(' OR ');
		return { table, holds, change: `DELETE WHERE ${holds}` };
	});
}
