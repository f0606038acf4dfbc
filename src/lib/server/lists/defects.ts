import { DefectKind, type DefectCount } from '#schema/defect.ts';
import { defectName } from '../../defect-words.ts';
import { m } from '../../paraglide/messages.js';
import { column, columns } from '../export/columns.ts';
import type { Table } from '../export/table.ts';

function kindWords(code: string): string {
	const kind = DefectKind.safeParse(code);
	return kind.success ? defectName(kind.data) : code;
}

/** What cannot be right in the data, counted by kind and source. */
export const defectsTable = (counts: readonly DefectCount[]): Table => ({
	...{ name: 'defects', title: m.defects_title() },
	columns: [
		column('kind', 'text', kindWords),
		column('source', 'text'),
		...columns('count', 'defects', 'cases', 'judged'),
		column('share', 'share'),
		column('by_s_max', 'seconds'),
		column('left_out', 'text')
	],
	rows: [counts.map((one) => ({ ...one, left_out: one.left_out.join(', ') }))]
});
