import { TABLE_TITLES } from '$lib/weekly/tables.ts';
import { m } from '$lib/paraglide/messages.js';
import { createScreen } from '$lib/screen.ts';
import { fileAnswer } from '$lib/server/export/answer.ts';
import { refuse, refuseIssue } from '$lib/server/http.ts';
import { readAsked } from '$lib/server/weekly/asked.ts';
import { exportName, makeTables, TableFailed } from '$lib/server/weekly/export/make.ts';
import { readExport } from '$lib/server/weekly/export/params.ts';
import { createSource } from '$lib/server/weekly/export/source.ts';
import { Theme } from '$lib/theme.svelte.ts';
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
	const screen = createScreen({ zone, theme: new Theme() });
	const source = createSource(asked, screen.locale);
	try {
		const tables = await makeTables({ source, screen, origin: url.origin }, read.data);
		return fileAnswer(tables, { ...read.data, zone, name: exportName(asked, read.data) });
	} catch (error) {
		if (!(error instanceof TableFailed)) throw error;
		const said = { table: TABLE_TITLES[error.table](), why: error.message };
		return refuse(error.table, m.export_failed(said), 503);
	}
};
