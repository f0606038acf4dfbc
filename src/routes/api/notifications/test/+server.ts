import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { refuse } from '$lib/server/http.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import type { RequestHandler } from './$types';

const TestOrder = z.strictObject({ id: z.string({ error: 'expected the id of a target' }).min(1).max(64) });

/** Sends something to try to one target, and says how it went: the newest of `messages`. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const order = await readOrder(request, TestOrder);
	if (!order.ok) return order.refused;
	const { dispatch } = locals.touchstone;
	if (!(await dispatch.test(order.value.id))) return refuse('id', 'there is no such target', 404);
	return json(dispatch.answer());
};
