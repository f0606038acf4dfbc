import type { ChangedCell, ChangedRow } from '../../weekly/mark.ts';
import type { TableName } from '../../weekly/tables.ts';
import { kindOf, type Cell, type Column, type Row, type Table } from '../export/table.ts';
import { QUANTILES_WITHIN } from './figures.ts';

/** What names a row of each table. What people wrote, and by which definitions, is in none of these: it is no number of the week. */
export const KEYS: Partial<Record<TableName, readonly string[]>> = {
	changes: ['kpi', 'scope', 'team'],
	headlines: ['kpi'],
	broken: ['period', 'scope', 'team'],
	broken_metrics: ['team', 'metric'],
	funnel: ['period', 'step'],
	causes: ['reason'],
	satisfaction: ['period', 'scope', 'team'],
	surveys: ['period', 'ended'],
	leavers: ['period'],
	perception: ['period', 'dimension', 'driver'],
	iceberg: [],
	scorecards: ['team'],
	scorecard_parts: ['team', 'component'],
	quadrant: ['team'],
	handovers: ['team', 'from_team'],
	handover_cases: ['team', 'from_team', 'case_id'],
	staff: ['period', 'scope', 'team'],
	shared: ['why', 'case_id'],
	teams: ['kpi', 'team'],
	trends: ['kpi', 'scope', 'team', 'monday']
};

const FIGURE = ['value', 'n', 'numerator', 'denominator', 'low', 'high', 'immature', 'kept_share'];

/** What says again what stands beside it, in words, or is marked as a figure of the week. */
const SAID_ELSEWHERE: Partial<Record<TableName, readonly string[]>> = {
	changes: ['sentence'],
	shared: ['sentence'],
	headlines: FIGURE,
	teams: FIGURE
};

/** How late something is that is not done grows by the clock alone. */
const GROWS: Readonly<Record<string, string>> = {
	worst_late_s: 'worst_undone',
	late_s: 'undone',
	seconds: 'undone'
};

/** Limits of durations follow from their weeks, each of which is known within so much alone. */
const LIMITS: ReadonlySet<string> = new Set(['lower_limit', 'upper_limit', 'run_value', 'run_centre']);

/** What is added up in another order differs in its last digits. */
const DIGITS = 1e-9;

function isSame(kind: ChangedCell['kind'], a: Cell, b: Cell): boolean {
	if (typeof a !== 'number' || typeof b !== 'number') return a === b;
	const within = kind === 'seconds' ? QUANTILES_WITHIN : DIGITS;
	return Math.abs(a - b) <= within * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether a cell says more than how much time has passed, or how exactly it is known. */
function isComparable({ name }: Column, kind: ChangedCell['kind'], old: Row, now: Row): boolean {
	const undone = GROWS[name];
	if (undone !== undefined && old[undone] === true && now[undone] === true) return false;
	return kind !== 'seconds' || !LIMITS.has(name);
}

type Comparing = { columns: readonly Column[]; old: Row; now: Row };

const cellsOf = ({ columns, old, now }: Comparing): ChangedCell[] =>
	columns.flatMap((column) => {
		const kind = kindOf(column, old);
		const [was, is] = [old[column.name] ?? null, now[column.name] ?? null];
		if (!isComparable(column, kind, old, now) || isSame(kind, was, is)) return [];
		return { column: column.name, kind, old: was, new: is };
	});

const rowsIn = async ({ rows }: Table): Promise<Row[]> => {
	const all: Row[] = [];
	for await (const batch of rows) all.push(...batch);
	return all;
};

/** Of whoever compares: which rows of a table are compared. */
type Wanted = (row: Row) => boolean;

/** The rows of a table that say something else in another one of the same columns, by what names them. */
export async function differencesOf(
	table: TableName,
	[then, today]: [Table, Table],
	wanted: Wanted = () => true
): Promise<ChangedRow[]> {
	const names = KEYS[table] ?? [];
	const keyOf = (row: Row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
	const byKey = async (of: Table) =>
		new Map((await rowsIn(of)).filter(wanted).map((row) => [JSON.stringify(keyOf(row)), row]));
	const [old, now] = [await byKey(then), await byKey(today)];
	const skipped = new Set([...names, ...(SAID_ELSEWHERE[table] ?? [])]);
	const columns = then.columns.filter(({ name }) => !skipped.has(name));
	const changed = [...old].flatMap(([key, row]): ChangedRow[] => {
		const is = now.get(key);
		if (!is) return [{ table, key: keyOf(row), change: 'gone', cells: [] }];
		const cells = cellsOf({ columns, old: row, now: is });
		return cells.length > 0 ? [{ table, key: keyOf(row), change: 'changed', cells }] : [];
	});
	const added = [...now]
		.filter(([key]) => !old.has(key))
		.map(([, row]): ChangedRow => ({ table, key: keyOf(row), change: 'new', cells: [] }));
	return [...changed, ...added];
}
