import { listAnswer } from '$lib/server/export/list-answer.ts';
import { refuse } from '$lib/server/http.ts';
import { decisionsTable } from '$lib/server/lists/decisions.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** Everything that was ever noted or decided, as a file. */
export const GET: RequestHandler = ({ url, locals }) => {
	const { decisions, zone } = locals.touchstone;
	return listAnswer(url, { zone, name: 'touchstone-decisions' }, async (question) => {
		const unknown = unknownParameter(question, []);
		return unknown ? refuse(unknown.name, unknown.detail) : decisionsTable(await decisions.list());
	});
};
