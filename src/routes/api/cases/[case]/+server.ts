import { json } from '@sveltejs/kit';
import { readCase } from '$lib/server/cases.ts';
import { refuse } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** A case with its events. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const found = await readCase(locals.touchstone.clickhouse, params.case);
	return found ? json(found) : refuse('case', `no event of case ${params.case} is known`, 404);
};
