import { json } from '@sveltejs/kit';
import type { Problem } from '#schema/standards/problem.ts';
import type { PastWarning } from './past.ts';
import type { SavedFile } from './read.ts';

/** How many problems are listed at once. */
const SHOWN = 100;

/** A file as an answer: what If-Match of a later PUT refers to is its number. */
export const fileAnswer = ({ saved, content }: SavedFile, more: { warnings?: PastWarning[] } = {}) =>
	json(
		{ ...content, ...more },
		{
			headers: {
				etag: `"${saved.file}"`,
				'cache-control': 'no-store',
				...(saved.saved_at && { 'last-modified': new Date(saved.saved_at).toUTCString() })
			}
		}
	);

/** A file that was just saved, and what of the past it changes. */
export const savedAnswer = ({ file, warnings }: { file: SavedFile; warnings: PastWarning[] }) =>
	fileAnswer(file, warnings.length > 0 ? { warnings } : {});

/** Everything that is wrong with a file; `error` is the first, as everywhere. */
export function problemsAnswer(problems: Problem[]) {
	const [{ path, detail } = { path: '', detail: 'invalid' }] = problems;
	return json(
		{
			error: { reason: 'invalid', path, detail },
			problems: problems.slice(0, SHOWN),
			count: problems.length
		},
		{ status: 400 }
	);
}

/** Somebody else saved meanwhile. */
export function changedAnswer({ saved }: SavedFile) {
	const { file, saved_at, saved_by } = saved;
	const detail = `the file was saved ${saved_by ? `by ${saved_by} ` : ''}at ${saved_at ?? 'its beginning'}, after you read it: read it again and make your change there`;
	return json(
		{ error: { reason: 'changed', path: 'If-Match', detail }, saved },
		{ status: 412, headers: { etag: `"${file}"` } }
	);
}

/** The number of the file a change was made from: `"17"` or `W/"17"`; undefined without one, and for `*`. */
export function readIfMatch(header: string | null): number | undefined | 'unreadable' {
	if (header === null || header.trim() === '*') return undefined;
	const [, number] = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(header) ?? [];
	return number === undefined ? 'unreadable' : Number(number);
}
