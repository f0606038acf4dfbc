import { listAnswer } from '$lib/server/export/list-answer.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { restatementsTable } from '$lib/server/lists/restatements.ts';
import { readRestatementParams } from '$lib/server/published/params.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** No installation has more. */
const EVERY = 2 ** 32 - 1;

/** Every restatement, or those of a week, as a file. */
export const GET: RequestHandler = ({ url, locals }) => {
	const { published, zone } = locals.touchstone;
	return listAnswer(url, { zone, name: 'touchstone-restatements' }, async (question, screen) => {
		const unknown = unknownParameter(question, ['week']);
		if (unknown) return refuse(unknown.name, unknown.detail);
		const asked = readRestatementParams(question);
		if (!asked.success) return refuseIssue(asked.error);
		const { week } = asked.data;
		return restatementsTable(await published.restatements({ week, before: null, limit: EVERY }), screen);
	});
};
