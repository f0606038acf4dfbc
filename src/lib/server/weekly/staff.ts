import { KPI_ROWS, type KpiRow } from '#schema/kpi.ts';
import { FEW } from '../../evidence.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf, type InTeams } from './kpi.ts';

type Row = KpiRow<'staff_satisfaction'>;

/**
 * All less the teams of which something is told is what the others said together: where that is fewer than five answers, the smallest team that is
 * told of is hidden as well.
 */
function guarded(teams: readonly Row[]): Row[] {
	const rest = teams.filter(({ hidden }) => hidden).reduce((sum, { n }) => sum + n, 0);
	if (rest === 0 || rest >= FEW) return [...teams];
	const smallest = teams.filter(({ hidden }) => !hidden).toSorted((a, b) => a.n - b.n)[0];
	const nothing = KPI_ROWS.staff_satisfaction.parse({});
	return teams.map((row) =>
		row === smallest
			? { ...nothing, group: row.group, bucket: row.bucket, n: row.n, denominator: row.denominator }
			: row
	);
}

/** What staff say of their work: in all and by team, and the week before. Fewer than five answers are hidden by the view itself. */
export type Staff = InTeams<'staff_satisfaction'> & {
	before: { from: string; to: string; total: KpiRow<'staff_satisfaction'> };
};

/** Staff satisfaction of the week. Rejects when ClickHouse cannot be reached. */
export async function staff(asking: ReviewAsking): Promise<Staff> {
	const { from, to } = asking.before;
	const { week, before } = await weeksOf(asking, 'staff_satisfaction');
	return {
		total: week.total,
		teams: guarded(week.teams),
		before: { from, to, total: before.total }
	};
}
