import { json } from '@sveltejs/kit';
import { DefectCount } from '#schema/defect.ts';
import { answerDefects } from '$lib/server/defects.ts';
import { readDefectParams } from '$lib/server/defects-params.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { refuseIssue } from '$lib/server/http.ts';
import { SPELLING } from '$lib/server/kpi/params.ts';
import type { RequestHandler } from './$types';

/** What cannot be right in the data, counted by kind and source, and clocks that seem wrong: JSON, or the counts as CSV. */
export const GET: RequestHandler = async ({ url, request, locals }) => {
	const asked = readDefectParams(url.searchParams, Date.now());
	if (!asked.success) return refuseIssue(asked.error, SPELLING);
	const { clickhouse, zone } = locals.touchstone;
	const answer = await answerDefects(clickhouse, asked.data, zone);
	return wantsCsv(request) ? csvAnswer('defects', answer.rows, DefectCount.keyof().options) : json(answer);
};
