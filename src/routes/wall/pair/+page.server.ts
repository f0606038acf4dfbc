import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Where a screen is paired. One that is goes to its board, so that this is a good page to start a TV with. */
export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.screen) redirect(303, `/wall/${locals.screen.board}`);
	return { bare: true, address: `${url.host}/wall` } as const;
};
