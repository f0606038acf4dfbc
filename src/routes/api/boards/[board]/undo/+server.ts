import { refuse } from '$lib/server/http.ts';
import { changeAnswer, readFrom } from '$lib/server/boards/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/**
 * Puts back what stood before the last change. `If-Match` says which change is meant, and is required: no other site's page can send
 * it without being asked.
 */
export const POST: RequestHandler = overStore(({ request, params, locals }: RequestEvent) => {
	const { boards, whyNotChange, whoIs } = locals.touchstone;
	const not = whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	const made = readFrom(request);
	if ('refused' in made) return made.refused;
	if (typeof made.from !== 'number')
		return refuse('If-Match', 'expected the ETag of the change to be undone, such as "3"', 428);
	return changeAnswer(params.board, boards.undo({ id: params.board, ...made, by: whoIs(request) }));
});
