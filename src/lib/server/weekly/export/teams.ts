import { nameOf } from '../../../words.ts';
import type { Screen } from '../../../screen.ts';
import { tiersOf } from '../../../weekly/ranks.ts';
import type { Reviewed } from '../../../weekly/reviewed.ts';
import type { Table } from '../../export/table.ts';
import { column, columns } from '../../export/columns.ts';
import { table } from './shape.ts';
import { figureCells, figureColumns, kpiCells, kpiColumns, p90Cell, p90Column } from './figures.ts';
import { newsCells, newsColumns } from './headlines.ts';
import type { Source } from './source.ts';

/** Teams of a number, those furthest from what we want first; a rank only where groups can be told apart. */
function rowsOf({ kpi, series }: Reviewed, locale: Screen['locale']) {
	const tiers = tiersOf(kpi, series.slice(1), locale);
	const ranks = tiers.filter(({ ranked }) => ranked).length;
	return tiers.flatMap(({ ranked, teams }, index) =>
		teams.map(({ group, row, before, news }) => ({
			...kpiCells(kpi),
			rank: ranked ? index + 1 : null,
			ranks: ranked ? ranks : null,
			team: group,
			...figureCells(row),
			...p90Cell(row),
			...figureCells(before, 'before_'),
			...newsCells(news)
		}))
	);
}

/** Every number of the week by team. */
export async function teamsTable(source: Source, screen: Screen): Promise<Table> {
	const numbers = await source.numbers();
	return table(
		'teams',
		[
			...kpiColumns(screen),
			...columns('count', 'rank', 'ranks'),
			column('team', 'text', nameOf),
			...figureColumns(),
			p90Column(),
			...figureColumns('before_'),
			...newsColumns()
		],
		numbers.flatMap((one) => rowsOf(one, screen.locale))
	);
}
