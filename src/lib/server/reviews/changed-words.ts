import { m } from '../../paraglide/messages.js';
import type { Screen } from '../../screen.ts';
import type { ChangedCell, ChangedRow, ChangedSection, Marks } from '../../weekly/mark.ts';
import type { WordedMarks, WordedSection } from '../../weekly/restated.ts';
import { TABLE_TITLES, type TableName } from '../../weekly/tables.ts';
import type { Column, Table } from '../export/table.ts';
import { TABLES } from '../weekly/export/tables.ts';
import type { ReviewBody } from './body.ts';
import { keptParts } from './source.ts';

/** So many changes of a section are told one by one. */
const TOLD = 6;

/** Of staff no change of a number is told: of few, it would be an answer. */
const SECRET: ReadonlySet<string> = new Set(['staff']);

/** What became of a review, for people. */
export async function wordedMarks(
	marks: Marks,
	{ body, screen }: { body: ReviewBody; screen: Screen }
): Promise<WordedMarks> {
	const source = keptParts(body);
	const made = new Map<TableName, Promise<Table>>();
	const tableOf = (name: TableName) => {
		const table = made.get(name) ?? TABLES[name](source, screen);
		made.set(name, table);
		return table;
	};
	const sections = marks.compared.sections.map(async ({ section, rows }): Promise<WordedSection> => {
		const told = SECRET.has(section) ? [] : rows.slice(0, TOLD);
		const lines = await Promise.all(
			told.map(async (row) => {
				const { columns } = await tableOf(row.table);
				return lineOf(row, columns, screen);
			})
		);
		return {
			section,
			title: titleOf(section),
			lines,
			more: told.length === 0 ? 0 : rows.length - told.length
		};
	});
	return {
		...{ as_of: marks.as_of, marks: marks.marks, failed: marks.failed, forgotten: marks.forgotten },
		sections: await Promise.all(sections),
		failedTables: [...new Set(marks.compared.failed)].map((table) => TABLE_TITLES[table]())
	};
}

const TITLES: Record<ChangedSection['section'], () => string> = {
	changes: m.review_changes,
	headlines: m.review_numbers,
	trends: m.review_by_team,
	broken: m.weekly_broken_title,
	recovery: m.weekly_recovery_title,
	satisfaction: m.weekly_satisfaction_title,
	perception: m.weekly_perception_title,
	iceberg: m.weekly_iceberg_title,
	scorecards: m.weekly_scorecards_title,
	quadrant: m.weekly_quadrant_title,
	handovers: m.weekly_handovers_title,
	staff: m.weekly_staff_title,
	shared: m.weekly_shared_title,
	decisions: m.decisions_title,
	annotations: m.annotations
};
const titleOf = (section: ChangedSection['section']) => TITLES[section]();

function lineOf({ key, change, cells }: ChangedRow, columns: readonly Column[], screen: Screen) {
	const columnOf = (name: string) => columns.find((column) => column.name === name);
	const word = (name: string, cell: string) => columnOf(name)?.say?.(cell) ?? cell;
	// Of all there is nothing to be added.
	const named = Object.entries(key).flatMap(([name, cell]) =>
		typeof cell !== 'string' || name === 'scope' || (name === 'period' && cell === 'week')
			? []
			: [name === 'monday' ? screen.moment(`${cell}T12:00:00Z`, 'date') : word(name, cell)]
	);
	const text = ({ column, kind }: ChangedCell, cell: ChangedCell['old']) => {
		if (cell === null) return '–';
		if (typeof cell === 'boolean') return cell ? '✓' : '–';
		if (typeof cell === 'string') return word(column, cell);
		if (kind === 'share') return screen.plain(screen.share(cell));
		if (kind === 'seconds') return screen.plain(screen.duration(cell));
		return kind === 'count' ? screen.count(cell) : screen.decimal(cell, Number.isInteger(cell) ? 0 : 2);
	};
	return {
		what: named.join(' · '),
		change,
		cells: cells.map((cell) => ({
			column: columnOf(cell.column)?.title ?? cell.column,
			...{ old: text(cell, cell.old), new: text(cell, cell.new) }
		}))
	};
}
