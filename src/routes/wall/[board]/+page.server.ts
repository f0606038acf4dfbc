import { error } from '@sveltejs/kit';
import { answerOnce } from '$lib/server/live/answer.ts';
import { wallPlan } from '$lib/wall/plan.ts';
import { readWallQuestion, turnsOf } from '$lib/wall/question.ts';
import { m } from '$lib/paraglide/messages.js';
import { fromStore } from '$lib/server/store/http.ts';
import { todayOf } from '$lib/question.ts';
import type { PageServerLoad } from './$types';

/** A board with the answers it starts with. */
export const load: PageServerLoad = async ({ params, url, request, locals }) => {
	const read = readWallQuestion(url.searchParams);
	if (!read.ok) error(400, read.problem);
	const board = fromStore(() => locals.touchstone.boards.read(params.board));
	if (!board) error(404, m.boards_none({ board: params.board }));
	const { touchstone } = locals;
	const plan = wallPlan(board, read.question, todayOf(Date.now(), touchstone.zone));
	return {
		bare: true as const,
		/** Whether this browser is a paired screen, or was one. */
		paired: fromStore(() => touchstone.screens.standing(request).is),
		board,
		rotation: fromStore(() =>
			turnsOf(read.question, board.id).flatMap((id) => touchstone.boards.read(id) ?? [])
		),
		question: read.question,
		seed: { asks: plan.asks, calm: plan.calm, answers: await answerOnce(touchstone, plan.asks) }
	};
};
