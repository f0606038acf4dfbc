import { json } from '@sveltejs/kit';
import { ActionRow } from '#schema/feed.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { askActions } from '$lib/server/feeds/actions.ts';
import { readActionsParams } from '$lib/server/feeds/actions-params.ts';
import { refuseIssue } from '$lib/server/http.ts';
import { SPELLING } from '$lib/server/kpi/params.ts';
import type { RequestHandler } from './$types';

/** The promises somebody has to act upon, in order: JSON, or the rows as CSV. */
export const GET: RequestHandler = async ({ url, request, locals }) => {
	const asked = readActionsParams(url.searchParams);
	if (!asked.success) return refuseIssue(asked.error, SPELLING);
	const { clickhouse, zone, settler } = locals.touchstone;
	const answer = await askActions(clickhouse, asked.data, { zone, settler });
	return wantsCsv(request) ? csvAnswer('actions', answer.rows, ActionRow.keyof().options) : json(answer);
};
