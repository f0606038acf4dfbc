import type { PageServerLoad } from './$types';

/** Every published review, the latest first. */
export const load: PageServerLoad = async ({ locals }) => ({
	reviews: await locals.touchstone.reviews.list()
});
