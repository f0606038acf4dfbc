import { z } from 'zod';
import { moment } from '../kpi/moment.ts';
import type { ReviewAsking } from './asking.ts';

const OF_NAME = /* sql */ `
	SELECT
		key,
		value
	FROM parameters_at(as_of = {as_of:DateTime64(3, 'UTC')})
	WHERE name = {name:String} AND NOT isNaN(value)`;

const Rows = z.array(z.object({ key: z.string(), value: z.number() }));

/** What of a parameter was set and held when the week ended, by its key. Rejects when ClickHouse cannot be reached. */
export async function parametersOf(
	{ clickhouse, asOf, week }: ReviewAsking,
	name: string
): Promise<ReadonlyMap<string, number>> {
	const result = await clickhouse.query({
		query: OF_NAME,
		query_params: { as_of: moment(Math.min(asOf, Date.parse(week.to) - 1)), name },
		format: 'JSONEachRow'
	});
	return new Map(Rows.parse(await result.json()).map(({ key, value }) => [key, value]));
}
