import { createScreen, type Screen } from '../../screen.ts';
import { Theme } from '../../theme.svelte.ts';
import { refuseIssue } from '../http.ts';
import { fileAnswer } from './answer.ts';
import { FILE_PARAMS, FileParams, without } from './params.ts';
import type { Table } from './table.ts';

/**
 * A list of a page as a file: the page's own question with `format=csv|xlsx`, `header=words|names` added. `make` is given the question
 * without these, and answers itself where it is a bad one.
 */
export async function listAnswer(
	{ searchParams }: URL,
	{ zone, name }: { zone: string; name: string },
	make: (question: URLSearchParams, screen: Screen) => Promise<Table | Response>
): Promise<Response> {
	const file = FileParams.safeParse({
		format: searchParams.get('format') ?? undefined,
		header: searchParams.get('header') ?? undefined
	});
	if (!file.success) return refuseIssue(file.error);
	const screen = createScreen({ zone, theme: new Theme() });
	const table = await make(without(searchParams, FILE_PARAMS), screen);
	return table instanceof Response ? table : fileAnswer([table], { ...file.data, zone, name });
}
