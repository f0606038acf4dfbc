import { z } from 'zod';
import { Flag } from '#schema/row.ts';
import type { ReviewAsking } from './asking.ts';
import { askView } from './view.ts';

/** A case worth telling of, and why: see the view `weekly_shared`. */
export const SharedCase = z.object({
	why: z.enum(['recovered', 'late', 'passed_on', 'came_back']),
	case_id: z.string(),
	/** When the complaint was received, the promise was due, the case was opened. */
	at: z.string(),
	metric: z.string(),
	reason: z.string(),
	team: z.string(),
	agent: z.string(),
	channel: z.string(),
	tier: z.string(),
	topic: z.string(),
	/** How long it took, or was late. */
	seconds: z.number().nullable(),
	/** How often it was passed on, or its customer came back. */
	times: z.number().nullable(),
	/** What was promised is not done. */
	undone: Flag
});
export type SharedCase = z.infer<typeof SharedCase>;

/** The week's cases worth sharing, the most telling first. Rejects when ClickHouse cannot be reached. */
export const shared = (asking: ReviewAsking): Promise<SharedCase[]> =>
	askView(asking, { view: 'weekly_shared', row: SharedCase, order: 'place' });
