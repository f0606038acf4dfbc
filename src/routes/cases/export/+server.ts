import { everyRow } from '$lib/server/behind/file.ts';
import { listOf } from '$lib/server/behind/list-in.ts';
import { listAnswer } from '$lib/server/export/list-answer.ts';
import type { RequestHandler } from './$types';

/** Every row of a list as a file, asked as its page, without a limit: `format=csv|xlsx`, `header=words|names`. */
export const GET: RequestHandler = ({ url, locals: { touchstone } }) => {
	const named = url.searchParams.get('list') ?? '';
	return listAnswer(
		url,
		{ zone: touchstone.zone, name: `touchstone-${named}-cases` },
		async (question, screen) => everyRow({ ...listOf(question), screen, touchstone })
	);
};
