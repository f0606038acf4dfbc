import { z } from 'zod';
import { Count, Flag } from '#schema/row.ts';
import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';
import { askView } from './view.ts';

/** What was promised by one team, of that which it broke. */
export const BrokenRow = z.object({
	metric: z.string(),
	team: z.string(),
	due: Count,
	kept: Count,
	broken: Count,
	/** Of the broken ones, not done to this moment. */
	undone: Count,
	/** The one that was broken the longest: its case, whose it was, seconds from due to done or to now, and whether it is not done. */
	worst_case: z.string(),
	worst_owner: z.string(),
	worst_late_s: z.number(),
	worst_undone: Flag
});
export type BrokenRow = z.infer<typeof BrokenRow>;

/** What became of promises that fell due in the week. */
export type Broken = {
	total: KpiRow<'promises_kept'>;
	before: { from: string; to: string; total: KpiRow<'promises_kept'> };
	/** Teams that broke any, those that broke the most first. */
	teams: { row: KpiRow<'promises_kept'>; metrics: BrokenRow[] }[];
	/** Of how many teams that promised anything. */
	promising: number;
};

/** The promises that were broken in the week, by team and by what was promised. Rejects when ClickHouse cannot be reached. */
export async function broken(asking: ReviewAsking): Promise<Broken> {
	const { before } = asking;
	const [kept, rows] = await Promise.all([
		weeksOf(asking, 'promises_kept'),
		askView(asking, { view: 'weekly_broken', row: BrokenRow, order: 'broken DESC, metric, team' })
	]);
	const teams = kept.week.teams
		.filter((row) => row.broken > 0)
		.toSorted((a, b) => b.broken - a.broken)
		.map((row) => ({ row, metrics: rows.filter(({ team }) => team === row.group) }));
	return {
		total: kept.week.total,
		before: { from: before.from, to: before.to, total: kept.before.total },
		teams,
		promising: kept.week.teams.filter((row) => row.denominator > 0).length
	};
}
