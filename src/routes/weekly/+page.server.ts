import { error } from '@sveltejs/kit';
import { loadReview } from '$lib/server/weekly/review.ts';
import { problemWords } from '$lib/weekly/problem-words.ts';
import { dateIn } from '$lib/zone.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const review = await loadReview(locals.touchstone, url.searchParams);
	if ('problem' in review)
		error(400, problemWords(review.problem, dateIn(Date.now(), locals.touchstone.zone)));
	return review;
};
