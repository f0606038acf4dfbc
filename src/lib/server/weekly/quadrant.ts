import { z } from 'zod';
import type { KpiRow } from '#schema/kpi.ts';
import { PARAMETERS } from '#schema/standards/parameter.ts';
import { moment } from '../kpi/moment.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';

/** Where the teams stand between the procedural and the personal side of service, and where they stood. */
export type Quadrant = {
	/** A side is high from this score on. */
	high: number;
	teams: { team: string; row: KpiRow<'inspection'>; before: KpiRow<'inspection'> | null }[];
	before: { from: string; to: string };
};

const HIGH = /* sql */ `
	SELECT value
	FROM parameters_at(as_of = {as_of:DateTime64(3, 'UTC')})
	WHERE name = 'inspection_high' AND key = ''`;

/** What was high when the week ended, as its quadrants say. */
async function highOf({ clickhouse, asOf, week }: ReviewAsking): Promise<number> {
	const result = await clickhouse.query({
		query: HIGH,
		query_params: { as_of: moment(Math.min(asOf, Date.parse(week.to) - 1)) },
		format: 'JSONEachRow'
	});
	const [own] = z.array(z.object({ value: z.number() })).parse(await result.json());
	return own?.value ?? z.number().parse(PARAMETERS.inspection_high?.defaults['']);
}

/** The kinds of service by team, from the week's inspections. Rejects when ClickHouse cannot be reached. */
export async function quadrant(asking: ReviewAsking): Promise<Quadrant> {
	const { from, to } = asking.before;
	const [high, { week, before }] = await Promise.all([highOf(asking), weeksOf(asking, 'inspection')]);
	const last = new Map(before.teams.map((row) => [row.group, row]));
	return {
		high,
		teams: week.teams.map((row) => ({ team: row.group ?? '', row, before: last.get(row.group) ?? null })),
		before: { from, to }
	};
}
