import { json } from '@sveltejs/kit';
import { Acknowledgement } from '$lib/server/dispatch/acknowledge.ts';
import { refuse } from '$lib/server/http.ts';
import { IngestTrouble } from '$lib/server/quarantine-ingest.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import type { RequestHandler } from './$types';

const unknown = (promise: string) =>
	`no promise ${promise} is broken or running: it is not known, was kept, or fell due more than 31 days ago`;

/** Says who acts upon a promise that is broken or about to be, or notes more: an event like any other. The same said again changes nothing. */
export const POST: RequestHandler = async ({ params, request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const order = await readOrder(request, Acknowledgement);
	if (!order.ok) return order.refused;
	try {
		const done = await locals.touchstone.acknowledge(params.promise, order.value);
		return done ? json(done) : refuse('promise', unknown(params.promise), 404);
	} catch (error) {
		if (!(error instanceof IngestTrouble)) throw error;
		return json({ error: { reason: 'unavailable', path: '', detail: error.message } }, { status: 503 });
	}
};
