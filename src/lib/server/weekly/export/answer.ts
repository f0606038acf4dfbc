import { m } from '../../../paraglide/messages.js';
import { createScreen, type Screen } from '../../../screen.ts';
import { Theme } from '../../../theme.svelte.ts';
import { TABLE_TITLES } from '../../../weekly/tables.ts';
import { fileAnswer } from '../../export/answer.ts';
import { refuse } from '../../http.ts';
import { exportName, makeTables, TableFailed } from './make.ts';
import type { ExportAsked } from './params.ts';
import type { Source } from './source.ts';

type Answering = { asked: ExportAsked; zone: string; origin: string };

/** A review's tables as a file. One that cannot be made is an error that names it: never a part of a file. */
export async function answerTables(
	sourceFor: (screen: Screen) => Source,
	{ asked, zone, origin }: Answering
): Promise<Response> {
	const screen = createScreen({ zone, theme: new Theme() });
	const source = sourceFor(screen);
	try {
		const tables = await makeTables({ source, screen, origin }, asked);
		return fileAnswer(tables, { ...asked, zone, name: exportName(source.about, asked) });
	} catch (error) {
		if (!(error instanceof TableFailed)) throw error;
		const said = { table: TABLE_TITLES[error.table](), why: error.message };
		return refuse(error.table, m.export_failed(said), 503);
	}
}
