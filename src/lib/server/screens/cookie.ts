import type { IncomingHttpHeaders } from 'node:http';

/** Browsers keep no cookie for longer. */
const TOKEN_MAX_S = 400 * 86_400;

/** A request of the pages, or the upgrade of a live connection. */
export type Asking = { headers: Headers | IncomingHttpHeaders };

/** Over https a cookie may have a name that only this very host could have set. */
const nameOf = (name: string, secure: boolean) => (secure ? `__Host-${name}` : name);

function header({ headers }: Asking, name: string): string {
	if (headers instanceof Headers) return headers.get(name) ?? '';
	const value = headers[name];
	return Array.isArray(value) ? value.join('; ') : (value ?? '');
}

/** What a cookie says; the one set over https counts before a plain one. '' without either. */
export function cookieOf(request: Asking, name: string): string {
	const pairs = header(request, 'cookie')
		.split(';')
		.map((pair) => pair.trim().split('='));
	const valueOf = (wanted: string) => pairs.find(([found]) => found === wanted)?.[1];
	return valueOf(nameOf(name, true)) ?? valueOf(nameOf(name, false)) ?? '';
}

/** A Set-Cookie that no script can read and no other site's page can send. */
export function setCookie(
	name: string,
	value: string,
	{ secure, max_s }: { secure: boolean; max_s: number }
) {
	const parts = [
		`${nameOf(name, secure)}=${value}`,
		'Path=/',
		`Max-Age=${max_s}`,
		'HttpOnly',
		'SameSite=Strict'
	];
	return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

/** A screen's token. */
export const TOKEN = 'touchstone-screen';
export const tokenCookie = (token: string, secure: boolean) =>
	setCookie(TOKEN, token, { secure, max_s: TOKEN_MAX_S });
/** What proves that a screen is the one that asked for the code it shows. */
export const ASKER = 'touchstone-pairing';
