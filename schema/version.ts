import { z } from 'zod';

/** What every version of something written by people carries. */
export const Version = z.object({
	id: z.string(),
	/** 1 is how it was first written: what If-Match of a later change refers to. */
	version: z.int().min(1),
	saved_at: z.string(),
	/** The name of the key it was saved with; '' without one. */
	saved_by: z.string()
});
export type Version = z.infer<typeof Version>;

/** Words people write: so many letters, none of them only blank. */
export const words = (most: number, what: string) =>
	z
		.string({ error: `expected ${what}` })
		.trim()
		.min(1, `expected ${what}`)
		.max(most, `expected at most ${most} characters`);
