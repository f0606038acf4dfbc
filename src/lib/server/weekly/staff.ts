import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { inGroups, type InGroups } from './kpi.ts';

/** What staff say of their work: in all and by team, and the week before. Fewer than five answers are hidden by the view itself. */
export type Staff = InGroups<'staff_satisfaction'> & {
	before: { from: string; to: string; total: KpiRow<'staff_satisfaction'> };
};

/** Staff satisfaction of the week. Rejects when ClickHouse cannot be reached. */
export async function staff(asking: ReviewAsking): Promise<Staff> {
	const { week, before } = asking;
	const [now, then] = await Promise.all([
		inGroups(asking, 'staff_satisfaction', week),
		inGroups(asking, 'staff_satisfaction', before)
	]);
	return {
		total: now.total,
		groups: now.groups.toSorted((a, b) => (a.group ?? '').localeCompare(b.group ?? '')),
		before: { from: before.from, to: before.to, total: then.total }
	};
}
