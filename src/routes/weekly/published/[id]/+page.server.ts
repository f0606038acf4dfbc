import { error } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';
import { UnreadableReview } from '$lib/server/reviews/unreadable.ts';
import { soon } from '$lib/server/weekly/soon.ts';
import type { PageServerLoad } from './$types';

/** Marks that take longer than this come after the page. */
const FIRST_PAINT_MS = 750;

/** A review as it was published, other publications of its week, and what became of its figures. */
export const load: PageServerLoad = async ({ locals: { touchstone }, params }) => {
	const { reviews } = touchstone;
	const kept = await reviews.read(params.id).catch((failed: unknown) => {
		if (failed instanceof UnreadableReview) error(410, m.published_unreadable());
		throw failed;
	});
	if (!kept) error(404, m.published_none());
	const { review, body } = kept;
	const [others, marks] = await Promise.all([
		reviews.list(body.weeks.week.monday).catch(() => []),
		soon(
			reviews.marks(body).catch(() => null),
			FIRST_PAINT_MS
		)
	]);
	return { review, body, others: others.filter(({ id }) => id !== review.id), marks };
};
