import { json } from '@sveltejs/kit';
import { FEED_ROWS } from '#schema/feed.ts';
import { csvAnswer, wantsCsv } from '$lib/server/csv-answer.ts';
import { FEEDS } from '$lib/server/feeds/feeds.ts';
import { ListedFeed, readFeedParams } from '$lib/server/feeds/params.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** What a wall lists beside its numbers, as of now: JSON, or its rows as CSV. */
export const GET: RequestHandler = async ({ params, url, request, locals }) => {
	const feed = ListedFeed.safeParse(params.feed);
	if (!feed.success) return refuse('feed', feed.error.issues[0]?.message ?? 'unknown feed', 404);
	const ask = readFeedParams(feed.data, url.searchParams);
	if (!ask.success) return refuseIssue(ask.error);
	const { clickhouse, zone, settler } = locals.touchstone;
	const answer = await FEEDS[feed.data](clickhouse, ask.data, { zone, settler });
	if (!wantsCsv(request)) return json(answer);
	return csvAnswer(feed.data, answer.rows, FEED_ROWS[feed.data].keyof().options);
};
