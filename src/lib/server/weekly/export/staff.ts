import type { KpiRow } from '#schema/kpi.ts';
import type { Table } from '../../export/table.ts';
import { column } from '../../export/columns.ts';
import { table, when, whose, whoseCells } from './shape.ts';
import { levelCells, levelColumns, shareCells, shareColumns } from './figures.ts';
import type { Source } from './source.ts';

type Row = KpiRow<'staff_satisfaction'>;

/** Of fewer answers only their number is told. */
const FEW = 5;

const ALL_HIDDEN = {
	...{ value: null, numerator: null, low: null, high: null, mean: null, top_box: null, sum: null },
	...levelCells(null)
};

/**
 * The teams of which something is told. All less these teams is what the others said together: where that is fewer than five answers, the
 * smallest team that is told of is hidden as well.
 */
export function toldOf(teams: readonly Row[]): Set<Row> {
	const told = teams.filter(({ hidden }) => !hidden).toSorted((a, b) => a.n - b.n);
	const rest = teams.filter(({ hidden }) => hidden).reduce((sum, { n }) => sum + n, 0);
	return new Set(rest > 0 && rest < FEW ? told.slice(1) : told);
}

const rowOf = (period: 'week' | 'before', row: Row, hidden: boolean) => ({
	period,
	...whoseCells(row.group),
	...shareCells(row),
	...{ mean: row.mean, top_box: row.top_box, sum: row.sum },
	...levelCells(row.distribution),
	...(hidden && ALL_HIDDEN),
	hidden
});

/** What staff say of their work, never of fewer than five: in all, the week before, and by team. */
export async function staffTable(source: Source): Promise<Table> {
	const { total, before, teams } = await source.staff();
	const told = toldOf(teams);
	return table(
		'staff',
		[
			when(),
			...whose(),
			...shareColumns(),
			...[column('mean', 'number'), column('top_box', 'share'), column('sum', 'number')],
			...levelColumns(),
			column('hidden', 'flag')
		],
		[
			rowOf('week', total, total.hidden),
			rowOf('before', before.total, before.total.hidden),
			...teams.map((row) => rowOf('week', row, !told.has(row)))
		]
	);
}
