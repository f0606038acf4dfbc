import type { IncomingMessage } from 'node:http';
import { SUBPROTOCOL } from '#schema/frame.ts';
import type { Key, Keyring } from './keys.ts';
import { refusal, type HttpRefusal } from './refusal.ts';

export const EVENTS_PATH = '/v1/events';

export type Admission = { ok: true; key: Key } | { ok: false; refused: HttpRefusal };

const deny = (...refused: Parameters<typeof refusal>): Admission => ({
	ok: false,
	refused: refusal(...refused)
});

/** The path asked for, without the query. */
export const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?', 1)[0] ?? '/';

/** A browser says where its page is from: pages of other hosts may not speak here. Programs send no Origin. */
function isForeign({ headers }: IncomingMessage): boolean {
	if (headers.origin === undefined) return false;
	return !URL.canParse(headers.origin) || new URL(headers.origin).host !== headers.host;
}

/** Whose request this is, if anybody's. */
export function checkKey(request: IncomingMessage, keyring: Keyring): Admission {
	if (isForeign(request))
		return deny(403, 'forbidden_origin', 'Origin', 'a page of another host may not send events here');
	const { authorization } = request.headers;
	const key = keyring(authorization);
	if (key) return { ok: true, key };
	return deny(
		401,
		'unauthorized',
		'Authorization',
		authorization ? 'the key is not known here' : 'a key is needed: Authorization: Bearer KEY'
	);
}

/** Whether a request may become a WebSocket, and whose it is. */
export function checkUpgrade(request: IncomingMessage, keyring: Keyring): Admission {
	if (pathOf(request) !== EVENTS_PATH)
		return deny(404, 'not_found', 'path', `there is no WebSocket here: it is at ${EVENTS_PATH}`);
	const admission = checkKey(request, keyring);
	if (!admission.ok) return admission;
	const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
	if (offered.includes(SUBPROTOCOL)) return admission;
	return deny(400, 'unknown_subprotocol', 'Sec-WebSocket-Protocol', `ask for the subprotocol ${SUBPROTOCOL}`);
}
