import { createScreen } from '$lib/screen.ts';
import { wordedMarks } from '$lib/server/reviews/changed-words.ts';
import { Theme } from '$lib/theme.svelte.ts';
import { keptOr404 } from '$lib/server/reviews/kept.ts';
import { soon } from '$lib/server/weekly/soon.ts';
import type { PageServerLoad } from './$types';

/** Marks that take longer than this come after the page. */
const FIRST_PAINT_MS = 750;

/** A review as it was published, other publications of its week, and what became of its figures. */
export const load: PageServerLoad = async ({ locals: { touchstone }, params }) => {
	const { reviews } = touchstone;
	const screen = createScreen({ zone: touchstone.zone, theme: new Theme() });
	const { review, body } = await keptOr404(reviews, params.id);
	const [others, marks] = await Promise.all([
		reviews.list(body.weeks.week.monday).catch(() => []),
		soon(
			reviews
				.marks(body)
				.then((marks) => wordedMarks(marks, { body, screen }))
				.catch(() => null),
			FIRST_PAINT_MS
		)
	]);
	return { review, body, others: others.filter(({ id }) => id !== review.id), marks };
};
