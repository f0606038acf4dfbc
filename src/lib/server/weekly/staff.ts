import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf, type InTeams } from './kpi.ts';

/** What staff say of their work: in all and by team, and the week before. Fewer than five answers are hidden by the view itself. */
export type Staff = InTeams<'staff_satisfaction'> & {
	before: { from: string; to: string; total: KpiRow<'staff_satisfaction'> };
};

/** Staff satisfaction of the week. Rejects when ClickHouse cannot be reached. */
export async function staff(asking: ReviewAsking): Promise<Staff> {
	const { from, to } = asking.before;
	const { week, before } = await weeksOf(asking, 'staff_satisfaction');
	return {
		...week,
		before: { from, to, total: before.total }
	};
}
