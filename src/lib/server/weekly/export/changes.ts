import { isoWeekOf } from '../../../iso-week.ts';
import type { Screen } from '../../../screen.ts';
import { changesOf, changeWords, isBetter, type Change } from '../../../weekly/news.ts';
import type { Table } from '../../export/table.ts';
import { column, columns } from '../../export/columns.ts';
import { table, whose, whoseCells } from './shape.ts';
import { figureCells, figureColumns, kindOfValue, kpiCells, kpiColumns } from './figures.ts';
import { newsCells, newsColumns } from './headlines.ts';
import type { Source } from './source.ts';

const rowOf = (change: Change, screen: Screen) => {
	const { reviewed, series, news } = change;
	return {
		...kpiCells(reviewed.kpi),
		...whoseCells(series.group),
		judged_week: reviewed.judged && isoWeekOf(reviewed.judged),
		...newsCells(news),
		wanted: isBetter(reviewed.kpi, news),
		...figureCells(series.judgedRow),
		...{ lower_limit: news.low, upper_limit: news.high },
		...{ run_value: news.run_value, run_centre: news.run_centre },
		sentence: changeWords(change, screen)
	};
};

/** What really changed, with the numbers that say so: first what nobody wanted. */
export async function changesTable(source: Source, screen: Screen): Promise<Table> {
	const changes = changesOf(await source.numbers());
	const inOrder = [false, null, true].flatMap((kind) =>
		changes.filter(({ reviewed, news }) => isBetter(reviewed.kpi, news) === kind)
	);
	return table(
		'changes',
		[
			...kpiColumns(screen),
			...whose(),
			...columns('text', 'judged_week'),
			...newsColumns(),
			...columns('flag', 'wanted'),
			...figureColumns(),
			...columns(kindOfValue, 'lower_limit', 'upper_limit', 'run_value', 'run_centre'),
			column('sentence', 'text')
		],
		inOrder.map((change) => rowOf(change, screen))
	);
}
