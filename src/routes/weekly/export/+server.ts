import { refuse, refuseIssue } from '$lib/server/http.ts';
import { readAsked } from '$lib/server/weekly/asked.ts';
import { answerTables } from '$lib/server/weekly/export/answer.ts';
import { readExport } from '$lib/server/weekly/export/params.ts';
import { createSource } from '$lib/server/weekly/export/source.ts';
import { problemWords } from '$lib/weekly/problem-words.ts';
import { dateIn } from '$lib/zone.ts';
import type { RequestHandler } from './$types';

/**
 * The tables of a weekly review in full: `week`, `team` and `channel` as the page, `table` (one or more; none: all of them as a workbook),
 * `format=csv|xlsx`, `header=words|names`. A table that cannot be made is an error that names it: never a part of a file.
 */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { zone } = locals.touchstone;
	const { review, asked: read } = readExport(url.searchParams);
	if (!read.success) return refuseIssue(read.error);
	const asked = await readAsked(locals.touchstone, review);
	if ('problem' in asked)
		return refuse(asked.problem.field, problemWords(asked.problem, dateIn(Date.now(), zone)));
	return answerTables((screen) => createSource(asked, screen.locale), {
		...{ asked: read.data, zone, origin: url.origin }
	});
};
