import { m } from '../../../paraglide/messages.js';
import { TABLE_TITLES, type TableName } from '../../../weekly/tables.ts';
import { nameOf } from '../../../words.ts';
import { column, wordsOf } from '../../export/columns.ts';
import type { Column, Row, Table } from '../../export/table.ts';

/** Whose row it is: of all that was asked, or of one team; a team without a name is unknown. */
export const whose = () => [
	column('scope', 'text', wordsOf({ all: m.review_all, team: m.by_team })),
	column('team', 'text', nameOf)
];
export const whoseCells = (group: string | null) => ({ scope: group === null ? 'all' : 'team', team: group });

/** Of when it is: the week under review, or the one before (of a running week its same part). */
export const when = () =>
	column('period', 'text', wordsOf({ week: m.review_value, before: m.review_before }));

/** A table of the review with all its rows. */
export const table = (name: TableName, columns: Column[], rows: Row[]): Table => ({
	...{ name, title: TABLE_TITLES[name](), columns },
	rows: [rows]
});
