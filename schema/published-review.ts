import { z } from 'zod';

/** A weekly review that was published: which, when and by whom. Its body never changes. */
export const PublishedReview = z.object({
	id: z.string(),
	/** The ISO week, as 2026-W46. */
	week: z.string(),
	/** Empty: every team, every channel. */
	teams: z.array(z.string()),
	channels: z.array(z.string()),
	/** Its numbers are as of then. */
	published_at: z.string(),
	/** Who published it, as they said, and the name of the key it was done with; '' without one. */
	by: z.string(),
	saved_by: z.string(),
	/** Simulated traffic was among its numbers. */
	simulated: z.boolean(),
	/** SHA-256 of its body. */
	sha256: z.string(),
	/** Its page. */
	href: z.string()
});
export type PublishedReview = z.infer<typeof PublishedReview>;

/** One of a list. `restated`: how many of its figures stand otherwise by the last check of the ledger; null where the ledger does not know them. */
export const ListedReview = PublishedReview.extend({ restated: z.int().nullable() });
export type ListedReview = z.infer<typeof ListedReview>;

/** Why a review could not be published. `missing`: what could not be asked, by name. */
export const NotPublished = z.object({
	error: z.object({
		reason: z.string(),
		path: z.string(),
		detail: z.string(),
		missing: z.array(z.string()).default([])
	})
});
export type NotPublished = z.infer<typeof NotPublished>['error'];
