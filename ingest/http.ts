import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { EVENTS_PATH, hasTwoHosts, pathOf, TWO_HOSTS, type Access } from './access.ts';
import { readBody, readEvents } from './body.ts';
import { createBudget, expectedBytes } from './budget.ts';
import { errorText } from './error-text.ts';
import type { Key } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import type { RateLimit } from './rate-limit.ts';
import { answer, answerRefusal, refusal, refuseUpgrade, tooMany, type HttpRefusal } from './refusal.ts';
import { SpoolFull } from './spool.ts';

/** Answers one request of one method at one path, from the owner of `key`. */
export type Handler = (request: IncomingMessage, response: ServerResponse, key: Key) => Promise<void>;
/** By path, then by method. A path that ends in `/` stands for all below it that have none of their own. */
export type Routes = Record<string, Record<string, Handler>>;

/** As `Handler`, for anybody: whoever wants a key checks it. */
export type OpenHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type OpenRoutes = Record<string, OpenHandler>;

/** Slow senders are cut off, so that they hold no connection: given to `createServer`. Times in ms. */
export const SERVER_LIMITS = {
	/** A handshake, or the head of a request. */
	headersTimeout: 10_000,
	/** A whole request with its body. */
	requestTimeout: 30_000,
	keepAliveTimeout: 30_000,
	connectionsCheckingInterval: 2_000,
	maxHeaderSize: 16 * 1024
};

/** Bodies being read at once hold so much memory at most. */
const BODIES_BYTES = 64 * 1024 * 1024;

/** Requests with events: these are what the rate of a key bounds. */
const takesEvents = (path: string) => path === EVENTS_PATH || path.startsWith('/v1/sources/');

export type HttpOptions = {
	access: Access;
	pipeline: Pick<Pipeline, 'take'>;
	/** The credit a connection would have now: told to whoever posts, too. */
	afford: () => number;
	limit: Pick<RateLimit, 'waitMs'>;
	/** Routes for anybody, by path: GET only. */
	open?: OpenRoutes;
	/** Further routes behind a key. */
	routes?: Routes;
	log: Logger;
	/** A request with events was answered so many seconds after it had come. */
	onAnswer?: (seconds: number) => void;
	bodiesBytes?: number;
};

/** The HTTP end of ingest: events by POST, how it is, and what it speaks. */
export function createHttp(options: HttpOptions) {
	const { access, pipeline, afford, limit, open = {}, log, onAnswer, bodiesBytes = BODIES_BYTES } = options;
	const bodies = createBudget(bodiesBytes);

	const postEvents: Handler = async (request, response, key) => {
		const body = await readBody(request);
		if (!body.ok) return answerRefusal(response, body.refused);
		const events = readEvents(request.headers, body.value.toString());
		if (!events.ok) return answerRefusal(response, events.refused);
		const begun = performance.now();
		// The attributes of an event may have come in headers.
		const bytes = body.value.length + SERVER_LIMITS.maxHeaderSize;
		const outcome = await pipeline.take(events.value, { key, bytes, via: 'http' });
		answer(response, 200, { ack: 0, ...outcome, credit: afford() });
		onAnswer?.((performance.now() - begun) / 1_000);
	};

	const routes: Routes = { [EVENTS_PATH]: { POST: postEvents }, ...options.routes };

	/** Why a request with events has to wait, before its body is read. */
	function refuseNow(key: Key, bytes: number): HttpRefusal | undefined {
		const waitMs = limit.waitMs(key.name);
		if (waitMs > 0)
			return tooMany('over_rate', '', 'this key sends more events a second than it may', waitMs);
		return bodies.has(key.name, bytes)
			? undefined
			: refusal(503, 'busy', '', 'too many requests at once: send it again');
	}

	async function handleKeyed(
		path: string,
		handler: Handler,
		...[request, response]: Parameters<OpenHandler>
	) {
		const admission = access.checkKey(request);
		if (!admission.ok) return answerRefusal(response, admission.refused);
		if (!takesEvents(path)) return handler(request, response, admission.key);
		const bytes = expectedBytes(request);
		const refused = refuseNow(admission.key, bytes);
		if (refused) return answerRefusal(response, refused);
		await bodies.hold(admission.key.name, bytes, () => handler(request, response, admission.key));
	}

	async function handle(request: IncomingMessage, response: ServerResponse) {
		if (hasTwoHosts(request)) return answerRefusal(response, TWO_HOSTS);
		const path = pathOf(request);
		const { method = '' } = request;
		const opened = Object.hasOwn(open, path) ? open[path] : undefined;
		if (opened && (method === 'GET' || method === 'HEAD')) return opened(request, response);
		const methods = opened ? {} : routeOf(routes, path);
		if (!methods)
			return answerRefusal(
				response,
				refusal(404, 'not_found', 'path', `nothing here: events go to ${EVENTS_PATH}`)
			);
		const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
		if (handler) return handleKeyed(path, handler, request, response);
		const allow = opened ? ['GET', 'HEAD'] : Object.keys(methods);
		const detail = `expected ${allow.join(', ')}; a WebSocket needs an upgrade`;
		answerRefusal(
			response,
			refusal(405, 'method_not_allowed', 'method', detail, { allow: allow.join(', ') })
		);
	}

	function answerFailure(response: ServerResponse, error: unknown) {
		const full = error instanceof SpoolFull;
		if (!full) log.error({ error: errorText(error) }, 'request failed');
		const [reason, detail] = full
			? ['spool_full', 'too many events wait to be stored: send them again later']
			: ['not_stored', 'the events could not be stored: send them again'];
		answerRefusal(response, refusal(503, reason, '', detail));
	}

	const unanswered = new Set<ServerResponse>();

	function onRequest(request: IncomingMessage, response: ServerResponse) {
		unanswered.add(response);
		response.once('close', () => unanswered.delete(response));
		handle(request, response).catch((error: unknown) => {
			if (request.destroyed && !request.complete) return; // the sender went away in the middle
			answerFailure(response, error);
		});
	}

	return {
		onRequest,
		/** Calls back once all that was asked on a connection before is answered: at once, if it is. */
		whenAnswered(socket: Duplex, then: () => void) {
			const before = [...unanswered].filter(({ req }) => req.socket === socket);
			if (before.length === 0) return then();
			void Promise.all(before.map((response) => once(response, 'close'))).then(then);
		},
		/** Resolves when every request there is has its answer. */
		settled: () => Promise.all([...unanswered].map((response) => once(response, 'close')))
	};
}

/** Said of what Node cannot read as HTTP, by its code. */
const UNREADABLE: Record<string, HttpRefusal> = {
	HPE_HEADER_OVERFLOW: refusal(431, 'too_large', '', 'the headers are too long'),
	ERR_HTTP_REQUEST_TIMEOUT: refusal(408, 'too_slow', '', 'the request did not come in time')
};

/** Answers what is no HTTP request like every other refusal, and ends the connection. */
export function onClientError(error: NodeJS.ErrnoException, socket: Duplex) {
	if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
	refuseUpgrade(socket, UNREADABLE[error.code ?? ''] ?? refusal(400, 'invalid', '', 'not an HTTP request'));
}

/** The methods at a path, or at the nearest path above it that stands for all below. */
function routeOf(routes: Routes, path: string): Record<string, Handler> | undefined {
	let at = path;
	while (!Object.hasOwn(routes, at)) {
		const above = at.lastIndexOf('/', at.length - 2) + 1;
		if (above <= 1) return undefined;
		at = at.slice(0, above);
	}
	return routes[at];
}
