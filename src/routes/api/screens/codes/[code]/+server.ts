import { json } from '@sveltejs/kit';
import { refuse } from '$lib/server/http.ts';
import { ASKER, cookieOf, tokenCookie } from '$lib/server/screens/cookie.ts';
import { isSecure, tooMany } from '$lib/server/screens/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** What became of a code: asked by the screen that shows it, every two seconds. Once a manager said yes, the answer brings its token. */
export const GET: RequestHandler = overStore(
	({ request, url, params, locals, getClientAddress }: RequestEvent) => {
		const { codes, tries } = locals.touchstone.screens;
		const fetched = codes.fetch(cookieOf(request, ASKER), params.code);
		const headers = { 'cache-control': 'no-store' };
		if (fetched.state === 'waiting') return json(fetched, { headers });
		if (fetched.state === 'paired') {
			const { token, ...said } = fetched;
			return json(said, { headers: { ...headers, 'set-cookie': tokenCookie(token, isSecure(url)) } });
		}
		// Who asked for a code is known by 256 random bits: all others guess.
		const wait_s = tries.fetch.wait(getClientAddress());
		if (wait_s > 0) return tooMany('code', wait_s);
		tries.fetch.note(getClientAddress());
		return refuse('code', 'this code is not valid any more, or not yours: ask for another', 410);
	}
);
