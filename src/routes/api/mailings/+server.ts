import { json } from '@sveltejs/kit';
import { MailingOrder } from '#schema/mailing.ts';
import { refuse } from '$lib/server/http.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import type { RequestHandler } from './$types';

/** Who gets the weekly review, and what was sent lately. Addresses are people's own, so it is guarded as changing is. */
export const GET: RequestHandler = ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	return refused ? refuse(refused.path, refused.detail, 403) : json(locals.touchstone.mailings.answer());
};

/** Says who gets it from now on, all of them. */
export const PUT: RequestHandler = async ({ request, locals }) => {
	const refused = locals.touchstone.whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const order = await readOrder(request, MailingOrder);
	if (!order.ok) return order.refused;
	const problem = locals.touchstone.mailings.replace(order.value);
	return problem ? refuse(problem.path, problem.detail) : json(locals.touchstone.mailings.answer());
};
