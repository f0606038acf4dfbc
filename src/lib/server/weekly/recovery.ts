import { z } from 'zod';
import { Count } from '#schema/row.ts';
import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';
import { askView } from './view.ts';

/** A reason for complaints; the last row may be of all `reasons` that are left. */
export const CauseRow = z.object({
	place: z.coerce.number(),
	reason: z.string(),
	reasons: Count,
	complaints: Count,
	/** Of all complaints: its own share, and with all above it. */
	share: z.number(),
	cumulative: z.number(),
	received: Count
});
export type CauseRow = z.infer<typeof CauseRow>;

/** How the week's complaints were recovered, step by step, and why they came. */
export type Recovery = {
	acknowledged: KpiRow<'complaint_acknowledged'>;
	recovery: KpiRow<'complaint_recovery'>;
	followed_up: KpiRow<'follow_up'>;
	before: KpiRow<'complaint_recovery'>;
	before_time: { from: string; to: string };
	causes: CauseRow[];
};

/** Complaints received in the week. Rejects when ClickHouse cannot be reached. */
export async function recovery(asking: ReviewAsking): Promise<Recovery> {
	const [acknowledged, recovered, followed_up, causes] = await Promise.all([
		weeksOf(asking, 'complaint_acknowledged'),
		weeksOf(asking, 'complaint_recovery'),
		weeksOf(asking, 'follow_up'),
		askView(asking, { view: 'weekly_causes', row: CauseRow, order: 'place' })
	]);
	return {
		acknowledged: acknowledged.week.total,
		recovery: recovered.week.total,
		followed_up: followed_up.week.total,
		before: recovered.before.total,
		before_time: { from: asking.before.from, to: asking.before.to },
		causes
	};
}
