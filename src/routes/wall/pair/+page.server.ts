import { error, redirect } from '@sveltejs/kit';
import { readWallQuestion } from '$lib/wall/question.ts';
import type { PageServerLoad } from './$types';

/**
 * Where a screen is paired. One that is goes to its board, so that this is a good page to start a TV with. What its address says of a wall
 * goes along.
 */
export const load: PageServerLoad = ({ locals, url }) => {
	const read = readWallQuestion(url.searchParams);
	if (!read.ok) error(400, read.problem);
	if (locals.screen) redirect(303, `/wall/${locals.screen.board}${url.search}`);
	return { bare: true, address: `${url.host}/wall` } as const;
};
