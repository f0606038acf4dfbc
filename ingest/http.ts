import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { checkKey, EVENTS_PATH, pathOf } from './access.ts';
import { readBody, readEvents } from './body.ts';
import { CREDIT } from './connection.ts';
import type { Health } from './health.ts';
import type { Key, Keyring } from './keys.ts';
import type { Pipeline } from './pipeline.ts';
import type { Pressure } from './pressure.ts';
import { answer, answerRefusal, refusal } from './refusal.ts';

/** Answers one request of one method at one path, from the owner of `key`. */
export type Handler = (request: IncomingMessage, response: ServerResponse, key: Key) => Promise<void>;
/** By path, then by method. */
export type Routes = Record<string, Record<string, Handler>>;

export type HttpOptions = {
	keyring: Keyring;
	pipeline: Pipeline;
	pressure: Pressure;
	health: () => Promise<Health>;
	/** Further routes behind a key. */
	routes?: Routes;
	log: Logger;
};

/** The HTTP end of ingest: events by POST, and how it is. */
export function createHttp({ keyring, pipeline, pressure, health, routes, log }: HttpOptions) {
	const postEvents: Handler = async (request, response, key) => {
		if (pressure.high)
			return answerRefusal(
				response,
				refusal(503, 'busy', '', 'too many events wait to be stored: send it again')
			);
		const body = await readBody(request);
		if (!body.ok) return answerRefusal(response, body.refused);
		const events = readEvents(request.headers['content-type'], body.value.toString());
		if (!events.ok) return answerRefusal(response, events.refused);
		const bytes = body.value.length;
		const release = pressure.take({ events: events.value.length, bytes });
		const outcome = await pipeline.take(events.value, { key, bytes }).finally(release);
		answer(response, 200, { ack: 0, ...outcome, credit: CREDIT });
	};

	const keyed: Routes = { [EVENTS_PATH]: { POST: postEvents }, ...routes };

	async function handle(request: IncomingMessage, response: ServerResponse) {
		const path = pathOf(request);
		if (path === '/health/live') return answer(response, 200, { status: 'ok' });
		if (path === '/health') {
			const now = await health();
			return answer(response, now.clickhouse ? 200 : 503, now);
		}
		const methods = Object.hasOwn(keyed, path) ? keyed[path] : undefined;
		if (!methods)
			return answerRefusal(
				response,
				refusal(404, 'not_found', 'path', `nothing here: events go to ${EVENTS_PATH}`)
			);
		const handler = Object.hasOwn(methods, request.method ?? '') ? methods[request.method ?? ''] : undefined;
		if (!handler) {
			const detail = `expected ${Object.keys(methods).join(', ')}; a WebSocket needs an upgrade`;
			return answerRefusal(response, refusal(405, 'method_not_allowed', 'method', detail));
		}
		const admission = checkKey(request, keyring);
		if (!admission.ok) return answerRefusal(response, admission.refused);
		await handler(request, response, admission.key);
	}

	const open = new Set<ServerResponse>();

	function onRequest(request: IncomingMessage, response: ServerResponse) {
		open.add(response);
		response.once('close', () => open.delete(response));
		handle(request, response).catch((error: unknown) => {
			if (request.destroyed && !request.complete) return; // the sender went away in the middle
			log.error({ error: String(error) }, 'request failed');
			answerRefusal(
				response,
				refusal(503, 'not_stored', '', 'the events could not be stored: send them again')
			);
		});
	}

	return {
		onRequest,
		/** Resolves when every request there is has its answer. */
		settled: () => Promise.all([...open].map((response) => once(response, 'close')))
	};
}
