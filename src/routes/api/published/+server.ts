import { json } from '@sveltejs/kit';
import { KpiId } from '#schema/kpi.ts';
import { isoWeekOf } from '$lib/iso-week.ts';
import { weekAnswer, weeksAnswer } from '$lib/server/published/answer.ts';
import { readPublishedParams } from '$lib/server/published/params.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** More restatements than a week can have. */
const ALL = 1_000_000;

/** `?week=2026-W47` (and `&kpi=`): the figures published for the week, and how they were restated. Without: the published weeks. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { published, zone } = locals.touchstone;
	const asked = readPublishedParams(url.searchParams);
	if (!asked.success) return refuseIssue(asked.error, { kpis: 'kpi' });
	const { week, kpis } = asked.data;
	if (week === null) return json(weeksAnswer(await published.weeks(), zone));
	const wanted = { week, kpis: kpis.length > 0 ? kpis : KpiId.options };
	const [figures, restatements] = await Promise.all([
		published.figures(wanted),
		published.restatements({ ...wanted, limit: ALL })
	]);
	if (figures.length > 0) return json(weekAnswer(week, zone, figures, restatements));
	const detail = `${isoWeekOf(week)} is not published: a week is when it is over and every source has passed its end, at the latest a day after; /api/published lists those that are`;
	return refuse('week', detail, 404);
};

/** Publishes what is due and compares what is published with the data, now: it happens by itself a few times a day. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { published, whyNotChange } = locals.touchstone;
	const refused = whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	return json(await published.run());
};
