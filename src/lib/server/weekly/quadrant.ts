import { z } from 'zod';
import type { KpiRow } from '#schema/kpi.ts';
import { PARAMETERS } from '#schema/standards/parameter.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';
import { parametersOf } from './parameters.ts';

/** Where the teams stand between the procedural and the personal side of service, and where they stood. */
export type Quadrant = {
	/** A side is high from this score on. */
	high: number;
	teams: { team: string; row: KpiRow<'inspection'>; before: KpiRow<'inspection'> | null }[];
	before: { from: string; to: string };
};

/** What was high when the week ended, as its quadrants say. */
const highOf = async (asking: ReviewAsking): Promise<number> =>
	(await parametersOf(asking, 'inspection_high')).get('') ??
	z.number().parse(PARAMETERS.inspection_high?.defaults['']);

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
