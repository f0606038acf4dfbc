import { refuse, refuseIssue } from '$lib/server/http.ts';
import { keptOr404 } from '$lib/server/reviews/kept.ts';
import { keptSource } from '$lib/server/reviews/source.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import { answerTables } from '$lib/server/weekly/export/answer.ts';
import { readExport } from '$lib/server/weekly/export/params.ts';
import type { RequestHandler } from './$types';

/** The tables of a published review as they were then: `table`, `format=csv|xlsx` and `header=words|names` as /weekly/export. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const { reviews } = locals.touchstone;
	const { review: rest, asked } = readExport(url.searchParams);
	if (!asked.success) return refuseIssue(asked.error);
	const unknown = unknownParameter(rest, []);
	if (unknown) return refuse(unknown.name, unknown.detail);
	const kept = await keptOr404(reviews, params.id);
	const more = { asked: asked.data, zone: kept.body.zone, origin: url.origin };
	return answerTables(() => keptSource(kept), more);
};
