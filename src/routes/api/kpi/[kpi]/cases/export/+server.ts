import { KpiId } from '#schema/kpi.ts';
import { askEveryBehind } from '$lib/server/behind/ask.ts';
import { readBehind, SPELLING } from '$lib/server/behind/params.ts';
import { behindTable } from '$lib/server/behind/table.ts';
import { listAnswer } from '$lib/server/export/list-answer.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** Every case behind a number as a file, asked as /cases beside it, without a limit: `format=csv|xlsx`, `header=words|names`. */
export const GET: RequestHandler = ({ params, url, locals }) => {
	const { clickhouse, zone } = locals.touchstone;
	return listAnswer(url, { zone, name: `touchstone-${params.kpi}-cases` }, async (question, screen) => {
		const kpi = KpiId.safeParse(params.kpi);
		if (!kpi.success) return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
		for (const name of ['limit', 'offset'])
			if (question.has(name))
				return refuse(name, `a file has every case: leave ${name} out, or ask /cases without /export`);
		const ask = readBehind(kpi.data, question, Date.now());
		if (!ask.success) return refuseIssue(ask.error, SPELLING);
		return behindTable(kpi.data, await askEveryBehind(clickhouse, ask.data), screen);
	});
};
