import type { KpiRow } from '#schema/kpi.ts';
import type { Table } from '../../export/table.ts';
import { column } from '../../export/columns.ts';
import { table, when, whose, whoseCells } from './shape.ts';
import { levelCells, levelColumns, shareCells, shareColumns } from './figures.ts';
import type { Source } from './source.ts';

type Row = KpiRow<'staff_satisfaction'>;

const ALL_HIDDEN = {
	...{ value: null, numerator: null, low: null, high: null, mean: null, top_box: null, sum: null },
	...levelCells(null)
};

const rowOf = (period: 'week' | 'before', row: Row) => ({
	period,
	...whoseCells(row.group),
	...shareCells(row),
	...{ mean: row.mean, top_box: row.top_box, sum: row.sum },
	...levelCells(row.distribution),
	...(row.hidden && ALL_HIDDEN),
	hidden: row.hidden
});

/** What staff say of their work, never of fewer than five: in all, the week before, and by team. */
export async function staffTable(source: Source): Promise<Table> {
	const { total, before, teams } = await source.staff();
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
		[rowOf('week', total), rowOf('before', before.total), ...teams.map((row) => rowOf('week', row))]
	);
}
