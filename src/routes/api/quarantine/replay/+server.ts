import { json } from '@sveltejs/kit';
import { ReplayOrder } from '#schema/quarantine.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import { IngestTrouble } from '$lib/server/quarantine-ingest.ts';
import { refuse } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** Has rejected events judged anew, as they are or edited, and says what became of each. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const order = await readOrder(request, ReplayOrder);
	if (!order.ok) return order.refused;
	try {
		return json(await locals.touchstone.quarantine.replay(order.value));
	} catch (error) {
		if (!(error instanceof IngestTrouble)) throw error;
		return json({ error: { reason: 'unavailable', path: '', detail: error.message } }, { status: 503 });
	}
};
