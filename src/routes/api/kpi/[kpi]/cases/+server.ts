import { KpiId } from '#schema/kpi.ts';
import { answerBehind } from '$lib/server/behind/answer.ts';
import { refuse } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** The cases behind a number: those that did not keep the promise first, newest first. */
export const GET: RequestHandler = async ({ params, url, request, locals: { touchstone } }) => {
	if (!KpiId.safeParse(params.kpi).success)
		return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
	return answerBehind({ list: params.kpi, params: url.searchParams, request, touchstone });
};
