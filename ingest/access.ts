import type { IncomingMessage } from 'node:http';
import { SUBPROTOCOLS, type Subprotocol } from '#schema/frame.ts';
import type { Key, Keyring } from './keys.ts';
import { refusal, tooMany, type HttpRefusal } from './refusal.ts';
import { createBuckets } from './token-bucket.ts';

export const EVENTS_PATH = '/v1/events';

/** So many wrong keys a minute from one address are answered one by one. */
const FAILURES_A_MINUTE = 20;

export type Admission = { ok: true; key: Key } | { ok: false; refused: HttpRefusal };

export const deny = (refused: HttpRefusal): Admission => ({ ok: false, refused });

/** The path asked for, without the query. */
export const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?', 1)[0] ?? '/';

/** Two proxies on the way might each believe another one. */
export const hasTwoHosts = ({ headersDistinct }: IncomingMessage) => (headersDistinct.host?.length ?? 0) > 1;
export const TWO_HOSTS = refusal(400, 'invalid', 'Host', 'expected one Host header');

/** A browser says where its page is from: pages of other hosts may not speak here. Programs send no Origin. */
function isForeign({ headers }: IncomingMessage): boolean {
	if (headers.origin === undefined) return false;
	return !URL.canParse(headers.origin) || new URL(headers.origin).host !== headers.host;
}

export type AccessOptions = { keyring: Keyring; failuresAMinute?: number; now?: () => number };

/**
 * The door: whose request is this, if anybody's? An address that keeps coming with wrong keys is told to wait. Its right
 * keys still open, for behind one address may stand many producers, and a secret cannot be guessed at any pace.
 */
export function createAccess({ keyring, failuresAMinute = FAILURES_A_MINUTE, now }: AccessOptions) {
	const failures = createBuckets({ rate: failuresAMinute / 60, burst: failuresAMinute, now });

	function refuse({ headers, socket }: IncomingMessage): HttpRefusal {
		const address = socket.remoteAddress ?? '';
		const waitMs = failures.waitMs(address);
		const detail = 'too many requests without a right key came from this address: correct the key, then wait';
		if (waitMs > 0) return tooMany('too_many_failures', 'Authorization', detail, waitMs);
		failures.take(address);
		const why = headers.authorization
			? 'the key is not known here'
			: 'a key is needed: Authorization: Bearer KEY';
		return refusal(401, 'unauthorized', 'Authorization', why);
	}

	/** Whose request this is. */
	function checkKey(request: IncomingMessage): Admission {
		if (isForeign(request))
			return deny(
				refusal(403, 'forbidden_origin', 'Origin', 'a page of another host may not send events here')
			);
		const key = keyring(request.headers.authorization);
		return key ? { ok: true, key } : deny(refuse(request));
	}

	/** Whether a request may become a WebSocket, and whose it is. */
	function checkUpgrade(request: IncomingMessage): Admission {
		if (hasTwoHosts(request)) return deny(TWO_HOSTS);
		if (request.headers.upgrade?.toLowerCase() !== 'websocket')
			return deny(
				refusal(400, 'invalid', 'Upgrade', 'there is no upgrade but to websocket: ask without one')
			);
		if (pathOf(request) !== EVENTS_PATH)
			return deny(refusal(404, 'not_found', 'path', `there is no WebSocket here: it is at ${EVENTS_PATH}`));
		const admission = checkKey(request);
		if (!admission.ok) return admission;
		const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
		if (chooseSubprotocol(offered)) return admission;
		const detail = `ask for one of the subprotocols ${SUBPROTOCOLS.join(', ')}`;
		return deny(refusal(400, 'unknown_subprotocol', 'Sec-WebSocket-Protocol', detail));
	}

	return { checkKey, checkUpgrade };
}
export type Access = ReturnType<typeof createAccess>;

/** The first that a client offers, in its order, and that is spoken here. */
export function chooseSubprotocol(offered: Iterable<string>): Subprotocol | undefined {
	for (const name of offered) for (const known of SUBPROTOCOLS) if (name === known) return known;
	return undefined;
}
