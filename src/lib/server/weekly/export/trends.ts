import { isoWeekOf } from '../../../iso-week.ts';
import type { Screen } from '../../../screen.ts';
import type { Reviewed } from '../../../weekly/reviewed.ts';
import type { Table } from '../../export/table.ts';
import { column, columns } from '../../export/columns.ts';
import { table, whose, whoseCells } from './shape.ts';
import { kindOfValue, kpiCells, kpiColumns } from './figures.ts';
import { newsCells, newsColumns } from './headlines.ts';
import type { Source } from './source.ts';

const rowsOf = ({ kpi, judged, series }: Reviewed) =>
	series.flatMap(({ group, points, news }) =>
		points.map(({ monday, value, n, open, low, high }) => ({
			...kpiCells(kpi),
			...whoseCells(group),
			...{ week: isoWeekOf(monday), monday, value, n, unfinished: open },
			...{ lower_limit: low, upper_limit: high },
			...newsCells(monday === judged ? news : null)
		}))
	);

/** Thirteen weeks and the one under review of every number, of all and of every team, with their limits. */
export async function trendsTable(source: Source, screen: Screen): Promise<Table> {
	const numbers = await source.numbers();
	return table(
		'trends',
		[
			...kpiColumns(screen),
			...whose(),
			...columns('text', 'week'),
			...columns('day', 'monday'),
			column('value', kindOfValue),
			column('n', 'count'),
			...columns('flag', 'unfinished'),
			...columns(kindOfValue, 'lower_limit', 'upper_limit'),
			...newsColumns()
		],
		numbers.flatMap(rowsOf)
	);
}
