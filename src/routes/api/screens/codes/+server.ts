import { json } from '@sveltejs/kit';
import { refuse } from '$lib/server/http.ts';
import { ASKER, cookieOf, setCookie } from '$lib/server/screens/cookie.ts';
import { isSecure, tooMany } from '$lib/server/screens/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** A code for a screen to show, with a cookie that proves who asked for it. Anybody may ask; a manager's yes makes a screen of it. */
export const POST: RequestHandler = overStore(({ request, url, locals, getClientAddress }: RequestEvent) => {
	const { codes, tries } = locals.touchstone.screens;
	const asker = cookieOf(request, ASKER);
	const wait_s = tries.show.wait(getClientAddress());
	if (wait_s > 0) return tooMany('', wait_s);
	const shown = codes.show(asker);
	if (!shown) return refuse('', 'too many screens wait to be paired: try again in a few minutes', 503);
	if (shown.asker !== asker) tries.show.note(getClientAddress());
	const { asker: secret, ...said } = shown;
	const cookie = setCookie(ASKER, secret, { secure: isSecure(url), max_s: said.left_s + 60 });
	return json(said, { status: 201, headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
});
