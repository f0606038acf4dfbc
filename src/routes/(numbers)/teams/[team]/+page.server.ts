import { TEAM } from '$lib/plan.ts';
import { teamOfSegment } from '$lib/question.ts';
import { answerNumbers, questionOf } from '$lib/server/numbers.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const team = teamOfSegment(params.team);
	return { team, ...(await answerNumbers(locals.touchstone, questionOf(url, team), TEAM)) };
};
