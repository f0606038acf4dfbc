import { fromStore } from '$lib/server/store/http.ts';
import type { PageServerLoad } from './$types';

/** The boards, the screens that show them, and whether this browser is one of these. */
export const load: PageServerLoad = ({ locals, url, depends }) => {
	depends('touchstone:boards');
	const { boards, screens } = locals.touchstone;
	return fromStore(() => ({
		boards: boards.list(),
		screens: screens.list(),
		as_of: new Date().toISOString(),
		self: locals.screen,
		address: `${url.origin}/wall/pair`
	}));
};
