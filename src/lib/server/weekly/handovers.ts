import { z } from 'zod';
import { Count, Flag } from '#schema/row.ts';
import type { ReviewAsking } from './asking.ts';
import { askView } from './view.ts';

/** What one department promised another, of what fell due in the week. */
export const Handover = z.object({
	/** Who promised. */
	team: z.string(),
	/** Who was promised. */
	from_team: z.string(),
	/** Of all that fall due in the week, those that have. */
	promised: Count,
	due: Count,
	kept: Count,
	broken: Count,
	/** Not due yet. */
	running: Count,
	/** The broken ones, the longest first: seconds from when each was due until it was done, or now where it is not. */
	late: z.array(z.object({ case_id: z.string(), late_s: z.number(), undone: Flag }))
});
export type Handover = z.infer<typeof Handover>;

/** Promises between departments, those most often broken first. Rejects when ClickHouse cannot be reached. */
export const handovers = (asking: ReviewAsking): Promise<Handover[]> =>
	askView(asking, {
		view: 'weekly_handovers',
		row: Handover,
		order: 'broken DESC, promised DESC, team, from_team'
	});
