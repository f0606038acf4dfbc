import { json } from '@sveltejs/kit';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** Every save of a board, the latest first. */
export const GET: RequestHandler = overStore(({ params, locals }: RequestEvent) =>
	json(
		{ versions: locals.touchstone.boards.versions(params.board) },
		{ headers: { 'cache-control': 'no-store' } }
	)
);
