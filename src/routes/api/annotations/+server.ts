import { json } from '@sveltejs/kit';
import { SavedAnnotation } from '#schema/annotation.ts';
import { annotationHandlers } from '$lib/server/annotation-handlers.ts';
import { AnnotationsAsk } from '$lib/server/annotations.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import type { RequestHandler } from './$types';

/** Events and decisions by their first day: those that touch the days `from` to `to`, of each `team` and of none in particular. */
export const GET: RequestHandler = async ({ url: { searchParams }, request, locals }) => {
	const unknown = unknownParameter(searchParams, ['from', 'to', 'team']);
	if (unknown) return refuse(unknown.name, unknown.detail);
	const asked = AnnotationsAsk.safeParse({
		from: searchParams.get('from') ?? undefined,
		to: searchParams.get('to') ?? undefined,
		teams: searchParams.getAll('team')
	});
	if (!asked.success) return refuseIssue(asked.error, { teams: 'team' });
	const annotations = await locals.touchstone.annotations.list(asked.data);
	if (wantsCsv(request)) return csvAnswer('annotations', annotations, SavedAnnotation.keyof().options);
	return json({ annotations }, { headers: { 'cache-control': 'no-store' } });
};

/** Writes one. */
export const POST: RequestHandler = annotationHandlers.add;
