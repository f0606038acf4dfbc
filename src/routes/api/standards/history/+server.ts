import { json } from '@sveltejs/kit';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { HistoryParams } from '$lib/server/standards/history.ts';
import type { RequestHandler } from './$types';

/**
 * The saves of the standards file, newest first: when, by whom, why. `before`: only those before this file; `next`: the `before` of the page
 * that follows, null at the end.
 */
export const GET: RequestHandler = async ({ url, locals }) => {
	const names = [...url.searchParams.keys()];
	const unknown = names.find((name) => !(name in HistoryParams.shape));
	if (unknown !== undefined) return refuse(unknown, 'unknown parameter; known are before, limit');
	const asked = HistoryParams.safeParse(Object.fromEntries(url.searchParams));
	if (!asked.success) return refuseIssue(asked.error);
	const { before, limit } = asked.data;
	const found = await locals.touchstone.standards.history({ before: before ?? null, limit: limit + 1 });
	const files = found.slice(0, limit);
	return json({ files, next: found.length > limit ? (files.at(-1)?.file ?? null) : null });
};
