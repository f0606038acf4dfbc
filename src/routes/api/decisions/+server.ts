import { json } from '@sveltejs/kit';
import { Day } from '#schema/day.ts';
import { DecisionOfWeek, SavedDecision } from '#schema/decision.ts';
import { mondayOfIsoWeek } from '$lib/iso-week.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { decisionHandlers } from '$lib/server/decision-handlers.ts';
import { refuse } from '$lib/server/http.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** `?week=2026-W46`: what the review of that week lists. Without: all that stand. */
export const GET: RequestHandler = async ({ url: { searchParams }, request, locals }) => {
	const unknown = unknownParameter(searchParams, ['week']);
	if (unknown) return refuse(unknown.name, unknown.detail);
	const { decisions } = locals.touchstone;
	const named = searchParams.get('week');
	const week = named === null ? null : mondayOfIsoWeek(named);
	if (named !== null && !Day.safeParse(week).success)
		return refuse('week', 'expected an ISO week, such as 2026-W46');
	const answer = week === null ? { decisions: await decisions.list() } : await decisions.ofWeek(week);
	const columns = (week === null ? SavedDecision : DecisionOfWeek).keyof().options;
	if (wantsCsv(request)) return csvAnswer('decisions', answer.decisions, columns);
	return json(answer, { headers: { 'cache-control': 'no-store' } });
};

/** Writes one. */
export const POST: RequestHandler = decisionHandlers.add;
