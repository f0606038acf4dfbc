import { redirect, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { defineCustomServerStrategy } from '$lib/paraglide/runtime.js';
import { paraglideMiddleware } from '$lib/paraglide/server';
import { refuse } from '$lib/server/http.ts';
import { ownBoard, screenOrNull } from '$lib/server/screens/bound.ts';
import { mayOnlyLook } from '$lib/server/screens/may-only-look.ts';
import { createTouchstone, type Touchstone } from '$lib/server/touchstone.ts';
import { BY_ADDRESS, languageOf } from '$lib/wall/language.ts';
import { readEnv } from './environment.ts';

let touchstone: Touchstone;

export const init: ServerInit = () => {
	touchstone = createTouchstone(readEnv(process.env));
};

defineCustomServerStrategy(BY_ADDRESS, {
	getLocale: (request) => (request ? languageOf(new URL(request.url)) : undefined)
});

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		return resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace('%theme%', event.locals.theme)
		});
	});

/** A screen on the wall is dark unless its address says otherwise; a page is as its reader chose. */
function themeOf({ pathname, searchParams }: URL, chosen: string | undefined) {
	if (/^\/wall\/[^/]+$/.test(pathname)) return searchParams.get('theme') === 'light' ? 'light' : 'dark';
	return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

const locals: Handle = async ({ event, resolve }) => {
	event.locals.touchstone = touchstone;
	event.locals.theme = themeOf(event.url, event.cookies.get('theme'));
	event.locals.screen = screenOrNull(touchstone.screens, event.request);
	const refused = mayOnlyLook(event.request, touchstone.screens);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const own = ownBoard(event.url.pathname, event.locals.screen);
	if (own) redirect(303, own + event.url.search);
	const response = await resolve(event);
	response.headers.set('x-content-type-options', 'nosniff');
	response.headers.set('referrer-policy', 'same-origin');
	return response;
};

export const handle = sequence(locals, language);

/** An API answers with JSON also when it fails; what failed inside stays in the log. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status !== 404)
		process.stderr.write(
			`${JSON.stringify({ level: 'error', path: event.url.pathname, message: error instanceof Error ? error.message : String(error) })}\n`
		);
	return {
		message: status === 404 ? 'Not found' : 'The database cannot be reached, or the question failed.'
	};
};
