import { createHash, timingSafeEqual } from 'node:crypto';
import type { Env } from '../../environment.ts';

/** Roles that may change what the numbers are made of. */
const MAY_CHANGE: ReadonlySet<string> = new Set(['operator', 'administrator']);

const isLoopback = (host: string) => /^(localhost|\[?::1\]?|127(\.\d{1,3}){3})$/i.test(host);
const digest = (text: string) => createHash('sha256').update(text).digest();
const hostOf = (headers: Headers) => (headers.get('host') ?? '').replace(/:\d+$/, '');

/** Whose Bearer key of TOUCHSTONE_API_KEYS (`name:secret:role,…`) it is, and in which role, if it is one. */
function keyOf(authorization: string | null, keys: string): { name: string; role: string } | undefined {
	const given = digest(/^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '');
	let found: { name: string; role: string } | undefined;
	for (const entry of keys.split(',')) {
		const [name = '', secret = '', role = ''] = entry.split(':');
		if (timingSafeEqual(digest(secret), given)) found = { name, role };
	}
	return found;
}

/** The name of the key a request comes with; '' without one. */
export const whoIs = (
	{ headers }: Pick<Request, 'headers'>,
	{ TOUCHSTONE_API_KEYS }: Pick<Env, 'TOUCHSTONE_API_KEYS'>
): string => (TOUCHSTONE_API_KEYS && keyOf(headers.get('authorization'), TOUCHSTONE_API_KEYS)?.name) || '';

/**
 * Why a request may not change events, or undefined when it may. Where others can reach the dashboard, that takes the key of an
 * operator; on this machine alone no page of elsewhere may come under another name.
 */
export function whyNot(
	{ headers }: Pick<Request, 'headers'>,
	{ HOST, TOUCHSTONE_API_KEYS }: Pick<Env, 'HOST' | 'TOUCHSTONE_API_KEYS'>
): { path: string; detail: string } | undefined {
	const role = TOUCHSTONE_API_KEYS && keyOf(headers.get('authorization'), TOUCHSTONE_API_KEYS)?.role;
	if (role && MAY_CHANGE.has(role)) return undefined;
	if (!isLoopback(HOST)) {
		const detail = `others can reach this dashboard (HOST is ${HOST}): send Authorization: Bearer with a key of TOUCHSTONE_API_KEYS whose role is operator or administrator`;
		return { path: 'Authorization', detail };
	}
	if (isLoopback(hostOf(headers))) return undefined;
	return {
		path: 'Host',
		detail: 'this dashboard answers its own machine alone: ask for it as 127.0.0.1 or localhost'
	};
}
