import { z } from 'zod';
import { TARGETED } from '#schema/standards/target.ts';
import type { KpiId } from '#schema/kpi.ts';
import { moment } from '../kpi/moment.ts';
import type { ReviewAsking } from './asking.ts';

const TARGETS = /* sql */ `
	SELECT
		key AS kpi,
		value
	FROM parameters_at(as_of = {as_of:DateTime64(3, 'UTC')})
	WHERE name = 'target' AND key IN {known:Array(String)} AND NOT isNaN(value)`;

const Targets = z.array(z.object({ kpi: z.enum(TARGETED), value: z.number() }));

/** What was aimed for when the week ended, in each number's unit. Rejects when ClickHouse cannot be reached. */
export async function targetsOf({
	clickhouse,
	asOf,
	week
}: ReviewAsking): Promise<ReadonlyMap<KpiId, number>> {
	const result = await clickhouse.query({
		query: TARGETS,
		query_params: { as_of: moment(Math.min(asOf, Date.parse(week.to) - 1)), known: [...TARGETED] },
		format: 'JSONEachRow'
	});
	return new Map(Targets.parse(await result.json()).map(({ kpi, value }) => [kpi, value]));
}
