import { KIND_NAMES } from '../../../annotation-words.ts';
import { DECISION_KIND_NAMES } from '../../../decision-words.ts';
import { isoWeekOf } from '../../../iso-week.ts';
import { m } from '../../../paraglide/messages.js';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import type { Source } from './source.ts';

const STATES = {
	...{ open: m.col_open, closed: m.col_closed },
	closed_since: m.col_closed_since
};

/** Notes and decisions of the week's review, and those of earlier ones that were still open in it. */
export async function decisionsTable(source: Source): Promise<Table> {
	const { decisions } = await source.decisions();
	return table(
		'decisions',
		[
			...[column('kind', 'text', wordsOf(DECISION_KIND_NAMES)), column('week', 'text')],
			...columns('text', 'text', 'owner'),
			...[column('due_on', 'day'), column('overdue', 'flag'), column('state', 'text', wordsOf(STATES))],
			...[column('closed_on', 'day'), ...columns('text', 'closed_by', 'outcome', 'by')],
			...[column('id', 'text'), column('version', 'count'), column('saved_at', 'time')]
		],
		decisions.map(({ week, due, saved_by: _, ...one }) => ({ ...one, week: isoWeekOf(week), due_on: due }))
	);
}

/** Events and decisions of the weeks that the trends show. */
export async function annotationsTable(source: Source): Promise<Table> {
	const { annotations } = await source.annotations();
	return table(
		'annotations',
		[
			column('kind', 'text', wordsOf(KIND_NAMES)),
			...columns('day', 'first_day', 'last_day'),
			...columns('text', 'text', 'teams', 'by', 'id'),
			...[column('version', 'count'), column('saved_at', 'time')]
		],
		annotations.map(({ teams, saved_by: _, ...one }) => ({ ...one, teams: teams.join(', ') }))
	);
}
