import { json } from '@sveltejs/kit';
import { readOrder } from '$lib/server/quarantine-order.ts';
import { DueQuestion } from '$lib/server/standards/due.ts';
import type { RequestHandler } from './$types';

/** When promises made at a moment would fall due, by the calendars as they are saved. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const question = await readOrder(request, DueQuestion);
	return question.ok
		? json({ due: await locals.touchstone.standards.due(question.value) })
		: question.refused;
};
