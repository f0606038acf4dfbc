import { error } from '@sveltejs/kit';
import { periodNow } from '$lib/server/numbers.ts';
import { answerOnce } from '$lib/server/live/answer.ts';
import { wallPlan } from '$lib/wall/plan.ts';
import { readWallQuestion } from '$lib/wall/question.ts';
import { m } from '$lib/paraglide/messages.js';
import { fromStore } from '$lib/server/store/http.ts';
import { DEFAULT_QUESTION } from '$lib/question.ts';
import type { PageServerLoad } from './$types';

/** A board with the answers it starts with. */
export const load: PageServerLoad = async ({ params, url, request, locals }) => {
	const read = readWallQuestion(url.searchParams);
	if (!read.ok) error(400, read.problem);
	const board = fromStore(() => locals.touchstone.boards.read(params.board));
	if (!board) error(404, m.boards_none({ board: params.board }));
	const { touchstone } = locals;
	const { period, earliest } = await periodNow(touchstone, { ...DEFAULT_QUESTION, range: 'today' });
	const plan = wallPlan(board, read.question, period);
	return {
		bare: true as const,
		/** Whether this browser is a paired screen, or was one. */
		paired: fromStore(() => touchstone.screens.standing(request).is),
		board,
		question: read.question,
		earliest,
		seed: { asks: plan.asks, calm: plan.calm, answers: await answerOnce(touchstone, plan.asks) }
	};
};
