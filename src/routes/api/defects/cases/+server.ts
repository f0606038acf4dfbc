import { json } from '@sveltejs/kit';
import { Defect } from '#schema/defect.ts';
import { askDefects } from '$lib/server/defects.ts';
import { readDefectParams } from '$lib/server/defects-params.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { refuseIssue } from '$lib/server/http.ts';
import { SPELLING } from '$lib/server/kpi/params.ts';
import type { RequestHandler } from './$types';

/** The steps that cannot be right, the latest first, each with its case: JSON or CSV. */
export const GET: RequestHandler = async ({ url, request, locals }) => {
	const asked = readDefectParams(url.searchParams, Date.now());
	if (!asked.success) return refuseIssue(asked.error, SPELLING);
	const { limit, ...ask } = asked.data;
	const cases = await askDefects(locals.touchstone.clickhouse, ask, limit);
	return wantsCsv(request) ? csvAnswer('defect-cases', cases, Defect.keyof().options) : json({ cases });
};
