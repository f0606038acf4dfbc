import { listAnswer } from '$lib/server/export/list-answer.ts';
import { refuse } from '$lib/server/http.ts';
import { sentTable } from '$lib/server/lists/sent.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** Mails of weekly reviews that were sent lately, as a file: for those who may change who gets them, for addresses are in it. */
export const GET: RequestHandler = ({ url, request, locals }) => {
	const { mailings, zone, whyNotChange } = locals.touchstone;
	const refused = whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	return listAnswer(url, { zone, name: 'touchstone-mails' }, async (question, screen) => {
		const unknown = unknownParameter(question, []);
		return unknown ? refuse(unknown.name, unknown.detail) : sentTable(mailings.answer().sent, screen);
	});
};
