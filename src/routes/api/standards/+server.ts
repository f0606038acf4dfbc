import { refuse } from '$lib/server/http.ts';
import {
	changedAnswer,
	fileAnswer,
	problemsAnswer,
	readIfMatch,
	savedAnswer
} from '$lib/server/standards/http.ts';
import type { RequestHandler } from './$types';

/** The standards file: standards now and before, calendars, parameters. */
export const GET: RequestHandler = async ({ locals }) =>
	fileAnswer(await locals.touchstone.standards.newest());

/**
 * Replaces the file as a whole. `If-Match` with the ETag it was read with refuses when another was saved meanwhile; `note` says why. The
 * answer has `warnings` where rows make other numbers of the past: it is saved all the same.
 */
export const PUT: RequestHandler = async ({ request, url, locals }) => {
	const { standards, whyNotChange, whoIs } = locals.touchstone;
	const refused = whyNotChange(request);
	if (refused) return refuse(refused.path, refused.detail, 403);
	const from = readIfMatch(request.headers.get('if-match'));
	if (from === 'unreadable')
		return refuse('If-Match', 'expected the ETag the file was read with, such as "0"');
	const note = url.searchParams.get('note') ?? '';
	if (note.length > 1_000) return refuse('note', 'expected at most 1000 characters');
	let input: unknown;
	try {
		input = await request.json();
	} catch {
		return refuse('', 'the body is not JSON');
	}
	const replaced = await standards.replace({ input, from, by: whoIs(request), note });
	if (replaced.outcome === 'wrong') return problemsAnswer(replaced.problems);
	return replaced.outcome === 'changed' ? changedAnswer(replaced.newest) : savedAnswer(replaced);
};
