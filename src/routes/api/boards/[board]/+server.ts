import { refuse } from '$lib/server/http.ts';
import { boardAnswer, changeAnswer, noBoard, readBoard, readFrom } from '$lib/server/boards/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** A board as it stands. */
export const GET: RequestHandler = overStore(({ params, locals }: RequestEvent) => {
	const board = locals.touchstone.boards.read(params.board);
	return board ? boardAnswer(board) : noBoard(params.board);
});

/** Saves a board. `If-Match` with its ETag refuses when another was saved meanwhile; `If-None-Match: *` when there is one. */
export const PUT: RequestHandler = overStore(async ({ request, params, locals }: RequestEvent) => {
	const { boards, whyNotChange, whoIs } = locals.touchstone;
	const not = whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	const made = readFrom(request);
	if ('refused' in made) return made.refused;
	const read = await readBoard(request, params.board);
	if ('refused' in read) return read.refused;
	return changeAnswer(params.board, boards.save({ ...read, ...made, by: whoIs(request) }));
});

/** Deletes one of people's own; puts one that comes with the product back to how it comes. */
export const DELETE: RequestHandler = overStore(({ request, params, locals }: RequestEvent) => {
	const { boards, screens, whyNotChange, whoIs } = locals.touchstone;
	const not = whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	const made = readFrom(request);
	if ('refused' in made) return made.refused;
	const shown = screens.list().filter(({ board }) => board === params.board);
	if (shown.length > 0 && boards.read(params.board)?.origin === 'own') {
		const names = shown.map(({ name }) => name).join(', ');
		return refuse('board', `screens show this board: give them another one first (${names})`, 409);
	}
	return changeAnswer(params.board, boards.remove({ id: params.board, ...made, by: whoIs(request) }));
});
