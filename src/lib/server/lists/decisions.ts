import type { SavedDecision } from '#schema/decision.ts';
import { DECISION_KIND_NAMES } from '../../decision-words.ts';
import { isoWeekOf } from '../../iso-week.ts';
import { m } from '../../paraglide/messages.js';
import { column, columns, wordsOf } from '../export/columns.ts';
import type { Table } from '../export/table.ts';

/** Everything that was ever noted or decided. */
export const decisionsTable = (decisions: readonly SavedDecision[]): Table => ({
	...{ name: 'decisions', title: m.decisions_all() },
	columns: [
		...[column('week', 'text'), column('kind', 'text', wordsOf(DECISION_KIND_NAMES))],
		...columns('text', 'text', 'owner'),
		...columns('day', 'due_on', 'closed_on'),
		...columns('text', 'closed_by', 'outcome', 'by', 'id'),
		...[column('version', 'count'), column('saved_at', 'time')]
	],
	rows: [
		decisions.map(({ week, due, saved_by: _, ...one }) => ({ ...one, week: isoWeekOf(week), due_on: due }))
	]
});
