import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Access } from './access.ts';
import type { Health } from './health.ts';
import type { OpenHandler, OpenRoutes } from './http.ts';
import type { Metrics } from './metrics.ts';
import { answer, answerRefusal, answerText } from './refusal.ts';

export type PagesOptions = {
	access: Access;
	/** Others than this machine can reach ingest: figures are then told to owners of a key alone. */
	exposed: boolean;
	health: () => Promise<Health>;
	metrics: Pick<Metrics, 'text' | 'contentType'>;
	asyncapi: (headers: IncomingHttpHeaders) => string;
};

/** Tools in a browser may read it from anywhere: nothing in it is secret. */
const PUBLIC_JSON = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

/** What ingest says about itself, to anybody or to owners of a key. */
export function createPages({ access, exposed, health, metrics, asyncapi }: PagesOptions): OpenRoutes {
	const keyed =
		(handler: OpenHandler): OpenHandler =>
		async (request, response) => {
			const admission = exposed ? access.checkKey(request) : undefined;
			if (admission && !admission.ok) return answerRefusal(response, admission.refused);
			return handler(request, response);
		};

	/** A balancer asks without a key: it gets to know whether to send producers here, and no more. */
	const isKnown = (request: IncomingMessage) =>
		!exposed || (request.headers.authorization !== undefined && access.checkKey(request).ok);

	return {
		'/health/live': async (_request, response) => answer(response, 200, { status: 'ok' }),
		'/health': async (request, response) => {
			const now = await health();
			const { status, ready } = now;
			answer(response, ready ? 200 : 503, isKnown(request) ? now : { status, ready });
		},
		'/metrics': keyed(async (_request, response) =>
			answerText(response, 200, await metrics.text(), { 'content-type': metrics.contentType })
		),
		'/asyncapi.json': async (request, response) =>
			answerText(response, 200, asyncapi(request.headers), PUBLIC_JSON)
	};
}
