import { listAnswer } from '$lib/server/export/list-answer.ts';
import { refuse } from '$lib/server/http.ts';
import { publishedTable } from '$lib/server/lists/published.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** Every published review, as a file. */
export const GET: RequestHandler = ({ url, locals }) => {
	const { reviews, zone } = locals.touchstone;
	return listAnswer(url, { zone, name: 'touchstone-published' }, async (question) => {
		const unknown = unknownParameter(question, []);
		return unknown ? refuse(unknown.name, unknown.detail) : publishedTable(await reviews.list(), url.origin);
	});
};
