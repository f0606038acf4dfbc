import { listAnswer } from '$lib/server/export/list-answer.ts';
import { askDefectCounts } from '$lib/server/defects.ts';
import { readDefectParams } from '$lib/server/defects-params.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { SPELLING } from '$lib/server/kpi/params.ts';
import { defectsTable } from '$lib/server/lists/defects.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** What cannot be right in the data of a period, by kind and source, as a file. */
export const GET: RequestHandler = ({ url, locals }) => {
	const { clickhouse, zone } = locals.touchstone;
	return listAnswer(url, { zone, name: 'touchstone-defects' }, async (question) => {
		const unknown = unknownParameter(question, ['from', 'to', 'team', 'channel', 'kind', 'source']);
		if (unknown) return refuse(unknown.name, unknown.detail);
		const asked = readDefectParams(question, Date.now());
		if (!asked.success) return refuseIssue(asked.error, SPELLING);
		const { limit: _, ...ask } = asked.data;
		return defectsTable(await askDefectCounts(clickhouse, ask, zone));
	});
};
