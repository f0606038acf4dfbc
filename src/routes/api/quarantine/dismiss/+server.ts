import { json } from '@sveltejs/kit';
import { DismissOrder } from '#schema/quarantine.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import type { RequestHandler } from './$types';

/** Puts rejected events aside, or undoes that. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const order = await readOrder(request, DismissOrder);
	return order.ok ? json(await locals.touchstone.quarantine.dismiss(order.value)) : order.refused;
};
