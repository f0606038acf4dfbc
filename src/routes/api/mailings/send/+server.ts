import { json } from '@sveltejs/kit';
import { z } from 'zod';
import { refuse } from '$lib/server/http.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import type { RequestHandler } from './$types';

const SendOrder = z.strictObject({ id: z.string({ error: 'expected the id of a mailing' }).min(1).max(64) });

/** Sends the review of the last complete week now, and says how it went: the newest of `sent`. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const order = await readOrder(request, SendOrder);
	if (!order.ok) return order.refused;
	const { mailings } = locals.touchstone;
	if (!(await mailings.sendNow(order.value.id))) return refuse('id', 'there is no such mailing', 404);
	return json(mailings.answer());
};
