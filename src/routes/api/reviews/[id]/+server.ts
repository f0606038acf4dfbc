import { refuse } from '$lib/server/http.ts';
import { UnreadableReview } from '$lib/server/reviews/unreadable.ts';
import type { RequestHandler } from './$types';

/** A published review: which, and its body to the letter as it was kept. */
export const GET: RequestHandler = async ({ params: { id }, locals }) => {
	const kept = await locals.touchstone.reviews.read(id).catch((failed: unknown) => {
		if (failed instanceof UnreadableReview) return failed;
		throw failed;
	});
	if (kept instanceof UnreadableReview) return refuse('id', kept.message, 410);
	if (!kept) return refuse('id', `there is no published review ${id}; /api/reviews lists them`, 404);
	return new Response(`{"review":${JSON.stringify(kept.review)},"body":${kept.text}}`, {
		headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }
	});
};
