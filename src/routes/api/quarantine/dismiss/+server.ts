import { json } from '@sveltejs/kit';
import { DismissOrder } from '#schema/quarantine.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import { refuse } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** Puts rejected events aside, or undoes that. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const order = await readOrder(request, DismissOrder);
	return order.ok ? json(await locals.touchstone.quarantine.dismiss(order.value)) : order.refused;
};
