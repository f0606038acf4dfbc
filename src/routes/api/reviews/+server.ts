import { json } from '@sveltejs/kit';
import { ListedReview } from '#schema/published-review.ts';
import { Day } from '#schema/day.ts';
import { mondayOfIsoWeek } from '$lib/iso-week.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { refuse } from '$lib/server/http.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import { GivenReview } from '$lib/server/reviews/given.ts';
import { unknownParameter } from '$lib/server/unknown-parameter.ts';
import { notChanging } from '$lib/server/versions/http.ts';
import type { RequestHandler } from './$types';

const STATUS: Record<string, number> = { unavailable: 503 };

/** The published weekly reviews, the latest first; `?week=2026-W46`: those of that week. */
export const GET: RequestHandler = async ({ url: { searchParams }, request, locals }) => {
	const unknown = unknownParameter(searchParams, ['week']);
	if (unknown) return refuse(unknown.name, unknown.detail);
	const named = searchParams.get('week');
	const week = named === null ? null : mondayOfIsoWeek(named);
	if (named !== null && !Day.safeParse(week).success)
		return refuse('week', 'expected an ISO week, such as 2026-W46');
	const reviews = await locals.touchstone.reviews.list(week);
	if (wantsCsv(request)) return csvAnswer('published-reviews', reviews, ListedReview.keyof().options);
	return json({ reviews }, { headers: { 'cache-control': 'no-store' } });
};

/** Publishes a week's review as it is now. */
export const POST: RequestHandler = async ({ request, locals: { touchstone } }) => {
	const not = notChanging({ request, locals: { touchstone } });
	if (not) return not;
	const order = await readOrder(request, GivenReview);
	if (!order.ok) return order.refused;
	const published = await touchstone.reviews.publish({ ...order.value, saved_by: touchstone.whoIs(request) });
	if (!published.ok)
		return json({ error: published.refused }, { status: STATUS[published.refused.reason] ?? 400 });
	const { review } = published;
	return json(review, { status: 201, headers: { location: `/api/reviews/${review.id}` } });
};
