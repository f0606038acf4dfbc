import { json } from '@sveltejs/kit';
import { KpiId } from '#schema/kpi.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { readParams, SPELLING } from '$lib/server/kpi/params.ts';
import { askSignals } from '$lib/server/kpi/signals.ts';
import type { RequestHandler } from './$types';

/** A number by day or week with its control chart: which periods are beyond the limits, which are in a run of eight on one side. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	if (!KpiId.safeParse(params.kpi).success)
		return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
	const ask = readParams(params.kpi, url.searchParams, Date.now());
	if (!ask.success) return refuseIssue(ask.error, SPELLING);
	const { grain } = ask.data;
	if (grain !== 'day' && grain !== 'week') return refuse('grain', 'expected day or week');
	const { clickhouse, zone, settler } = locals.touchstone;
	return json(await askSignals(clickhouse, { ...ask.data, grain }, { zone, settler }));
};
