import { json } from '@sveltejs/kit';
import { KpiId } from '#schema/kpi.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { askItems } from '$lib/server/kpi/items.ts';
import { readItemsParams, SPELLING } from '$lib/server/kpi/params.ts';
import type { RequestHandler } from './$types';

/** The cases behind a number: those that did not keep the promise first, newest first. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	if (!KpiId.safeParse(params.kpi).success)
		return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
	const ask = readItemsParams(params.kpi, url.searchParams, Date.now());
	if (!ask.success) return refuseIssue(ask.error, SPELLING);
	const { clickhouse, zone } = locals.touchstone;
	const { group, metric, limit } = ask.data;
	return json({ cases: await askItems(clickhouse, ask.data, { zone, group, metric, limit }) });
};
