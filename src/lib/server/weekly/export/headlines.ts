import { CATALOGUE } from '#schema/catalogue.ts';
import { KPI_ROWS, type KpiId, type KpiRow } from '#schema/kpi.ts';
import { shareOf } from '../../../evidence.ts';
import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import { isPromised } from '../../../wall/promised.ts';
import type { News } from '../../../weekly/reviewed.ts';
import { judgeTarget, verdictText } from '../../../weekly/target.ts';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import { figureCells, figureColumns, kpiCells, kpiColumns, p90Cell, p90Column } from './figures.ts';
import type { Source } from './source.ts';

export const DIRECTIONS = { up: m.col_up, down: m.col_down, none: m.col_neither };

/** Whether it is news, and by which rule. */
export const newsColumns = () => [
	column('news', 'text', wordsOf(DIRECTIONS)),
	column('rule', 'text', wordsOf({ beyond: m.col_beyond, run: m.col_run }))
];
export const newsCells = (news: News | null) => ({
	news: news && (news.up ? 'up' : 'down'),
	rule: news && news.rule
});

/** A week without a row is one without items. */
const nothingOf = (kpi: KpiId): KpiRow => KPI_ROWS[kpi].parse({});

/** Every number of the week, with the promise, the week before and the same week a year ago. */
export async function headlinesTable(source: Source, screen: Screen): Promise<Table> {
	const [numbers, ago] = await Promise.all([source.numbers(), source.yearAgo()]);
	const rows = numbers.map(({ kpi, target, series: [all] }) => ({
		...kpiCells(kpi),
		direction: CATALOGUE[kpi].direction,
		...figureCells(all?.row ?? nothingOf(kpi)),
		...p90Cell(all?.row),
		kept_share: isPromised(kpi) ? shareOf(all?.row).share : null,
		target,
		target_verdict: target === null ? null : judgeTarget(kpi, all?.row, target),
		...figureCells(all?.before ?? nothingOf(kpi), 'before_'),
		...figureCells(ago[kpi], 'year_ago_'),
		...newsCells(all?.news ?? null)
	}));
	return table(
		'headlines',
		[
			...kpiColumns(screen),
			column('direction', 'text', wordsOf(DIRECTIONS)),
			...figureColumns(),
			p90Column(),
			...columns('share', 'kept_share'),
			...columns('number', 'target'),
			column('target_verdict', 'text', verdictText),
			...figureColumns('before_'),
			...figureColumns('year_ago_'),
			...newsColumns()
		],
		rows
	);
}
