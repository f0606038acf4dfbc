import { json } from '@sveltejs/kit';
import { KPI_ROWS, KpiId } from '#schema/kpi.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { columnsOf, refuse, refuseIssue } from '$lib/server/http.ts';
import { askKpi } from '$lib/server/kpi/ask.ts';
import { readParams, SPELLING } from '$lib/server/kpi/params.ts';
import type { RequestHandler } from './$types';

/** One KPI over a period: JSON, or CSV for `Accept: text/csv`. */
export const GET: RequestHandler = async ({ params, url, request, locals }) => {
	if (!KpiId.safeParse(params.kpi).success)
		return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
	const ask = readParams(params.kpi, url.searchParams, Date.now());
	if (!ask.success) return refuseIssue(ask.error, SPELLING);
	const { clickhouse, zone, settler } = locals.touchstone;
	const { kpi, as_of: now } = ask.data;
	const answer = await askKpi(clickhouse, ask.data, { zone, settler, now });
	if (!wantsCsv(request)) return json(answer);
	// What every row has comes first; by metric, dimension or component there are columns only where rows know of one.
	return csvAnswer(kpi, answer.rows, columnsOf([KPI_ROWS[kpi].parse({}), ...answer.rows]));
};
