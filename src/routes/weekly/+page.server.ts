import { error } from '@sveltejs/kit';
import { loadReview } from '$lib/server/weekly/review.ts';
import { problemWords } from '$lib/weekly/problem-words.ts';
import { dateIn } from '$lib/zone.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { touchstone }, url }) => {
	const review = await loadReview(touchstone, url.searchParams);
	if ('problem' in review) error(400, problemWords(review.problem, dateIn(Date.now(), touchstone.zone)));
	// Where it was published before can come after the page.
	const published = touchstone.reviews.list(review.weeks.week.monday).catch(() => null);
	return { ...review, published, alarms: touchstone.mailings.alarms() };
};
