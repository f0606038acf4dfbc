import { z } from 'zod';

/** A standard is a promise, effective-dated. Empty team, channel or tier: all. */
export const Standard = z.object({
	metric: z.string(),
	team: z.string(),
	channel: z.string(),
	tier: z.string(),
	/** Kept if done within this many seconds; null: nothing is promised. */
	threshold_s: z.number().positive().nullable(),
	clock: z.enum(['calendar', 'business']),
	calendar: z.string(),
	valid_from: z.string(),
	/** Null: still in force. */
	valid_to: z.string().nullable()
});
export type Standard = z.infer<typeof Standard>;
