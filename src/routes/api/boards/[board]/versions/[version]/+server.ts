import { json } from '@sveltejs/kit';
import { refuse } from '$lib/server/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** A board as it was saved once: PUT it to have it back. */
export const GET: RequestHandler = overStore(({ params, locals }: RequestEvent) => {
	const board = locals.touchstone.boards.version(params.board, Number(params.version));
	return board
		? json(board)
		: refuse('version', `the board ${params.board} has no version ${params.version}`, 404);
});
