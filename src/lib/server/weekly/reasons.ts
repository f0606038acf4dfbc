import { z } from 'zod';
import { Count } from '#schema/row.ts';
import type { ReviewAsking } from './asking.ts';
import { askView } from './view.ts';

/** A reason for complaints. */
export const Reason = z.object({
	place: Count,
	reason: z.string(),
	complaints: Count,
	/** Of all complaints: its own share, and with all above it. */
	share: z.number(),
	cumulative: z.number(),
	received: Count
});
export type Reason = z.infer<typeof Reason>;

/** Every reason for the week's complaints, however rare. Rejects when ClickHouse cannot be reached. */
export const reasons = (asking: ReviewAsking): Promise<Reason[]> =>
	askView(asking, { view: 'weekly_reasons', row: Reason, order: 'place' });
