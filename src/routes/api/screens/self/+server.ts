import { json } from '@sveltejs/kit';
import type { ScreenNow } from '#schema/screen.ts';
import { refuse } from '$lib/server/http.ts';
import { cookieOf, setCookie, TOKEN, tokenCookie } from '$lib/server/screens/cookie.ts';
import { isSecure } from '$lib/server/screens/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** Who a screen is and which board it shows: 410 once it was revoked, 401 when it never was one. Its token lasts on from here. */
export const GET: RequestHandler = overStore(({ request, url, locals }: RequestEvent) => {
	const { boards, screens } = locals.touchstone;
	const found = screens.standing(request);
	if (found.is === 'revoked')
		return refuse('Cookie', 'this screen was revoked: pair it again under /wall/pair', 410);
	if (found.is === 'none') return refuse('Cookie', 'this is no paired screen: pair it under /wall/pair', 401);
	screens.seen(found.screen.id);
	const renewed = tokenCookie(cookieOf(request, TOKEN), isSecure(url));
	const version = boards.read(found.screen.board)?.version ?? null;
	const now: ScreenNow = { ...found.screen, version };
	return json(now, { headers: { 'set-cookie': renewed, 'cache-control': 'no-store' } });
});

/** A screen gives its token up. Nobody else can: the token is the proof. */
export const DELETE: RequestHandler = overStore(({ request, url, locals }: RequestEvent) => {
	const { screens } = locals.touchstone;
	const screen = screens.screenOf(request);
	if (screen) screens.revoke(screen.id);
	const gone = setCookie(TOKEN, '', { secure: isSecure(url), max_s: 0 });
	return new Response(null, { status: 204, headers: { 'set-cookie': gone } });
});
