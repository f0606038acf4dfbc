import type { PageServerLoad } from './$types';

/** Who is told of broken promises, for those who may change it; others learn why they do not see it. */
export const load: PageServerLoad = ({ request, locals }) => {
	const { whyNotChange, dispatch, mailings } = locals.touchstone;
	const refused = whyNotChange(request);
	return refused ? { refused: refused.detail } : { answer: dispatch.answer(), alarms: mailings.alarms() };
};
