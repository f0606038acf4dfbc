import { json } from '@sveltejs/kit';
import { KpiId } from '#schema/kpi.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { askLens } from '$lib/server/kpi/lens.ts';
import { readLensParams, SPELLING } from '$lib/server/kpi/params.ts';
import type { RequestHandler } from './$types';

/** A number opened: its definition, what it counts and leaves out, and other formulas on the same data. Asked as the number is. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	if (!KpiId.safeParse(params.kpi).success)
		return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
	const ask = readLensParams(params.kpi, url.searchParams, Date.now());
	if (!ask.success) return refuseIssue(ask.error, SPELLING);
	const { clickhouse, zone, settler } = locals.touchstone;
	const { group, as_of: now } = ask.data;
	return json(await askLens(clickhouse, ask.data, { zone, settler, group, now }));
};
