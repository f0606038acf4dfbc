import { error } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages.js';
import { fromStore } from '$lib/server/store/http.ts';
import type { PageServerLoad } from './$types';

/** The board to be edited, as it stands. */
export const load: PageServerLoad = ({ locals, params }) => {
	const board = fromStore(() => locals.touchstone.boards.read(params.board));
	if (!board) error(404, m.boards_none({ board: params.board }));
	return { board };
};
