import { z } from 'zod';

/**
 * What a weekly review says in short, in the words and the language of the page it was read from. `href` is an address of the
 * dashboard, without its host.
 */
export const ReviewDigest = z.object({
	/** Its ISO name, and from which day to which. */
	week: z.string(),
	days: z.string(),
	/** Whose review it is; empty: everybody's. */
	whose: z.string(),
	/** How far the data reach, by the clocks of which zone. */
	reach: z.string(),
	/** What is missing or late, each in a sentence. */
	missing: z.array(z.string()),
	href: z.string(),
	/** What changed, first what got worse. */
	changes: z.array(z.object({ words: z.string(), way: z.string(), worse: z.boolean(), href: z.string() })),
	/** What is said where nothing changed. */
	calm: z.string(),
	/** The numbers against what was promised or aimed for and the week before. `promise` is empty where nothing was. */
	numbers: z.array(
		z.object({
			name: z.string(),
			value: z.string(),
			promise: z.string(),
			before: z.string(),
			href: z.string()
		})
	)
});
export type ReviewDigest = z.infer<typeof ReviewDigest>;
