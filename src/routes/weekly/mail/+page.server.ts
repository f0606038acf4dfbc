import type { PageServerLoad } from './$types';

/** Who gets the weekly review, for those who may change it; others learn why they do not see it. */
export const load: PageServerLoad = ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	return refused ? { refused: refused.detail } : { answer: locals.touchstone.mailings.answer() };
};
