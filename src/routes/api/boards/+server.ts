import { json } from '@sveltejs/kit';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** Every board: those that come with the product, then people's own by name. */
export const GET: RequestHandler = overStore(({ locals }: RequestEvent) =>
	json({ boards: locals.touchstone.boards.list() }, { headers: { 'cache-control': 'no-store' } })
);
