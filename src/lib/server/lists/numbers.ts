import { CATALOGUE } from '#schema/catalogue.ts';
import type { GroupBy, KpiId, KpiRow } from '#schema/kpi.ts';
import { groupLines } from '../../group-lines.ts';
import { m } from '../../paraglide/messages.js';
import type { View } from '../../plan.ts';
import { HEADLINES, type Period, type Question } from '../../question.ts';
import type { Screen } from '../../screen.ts';
import { breakdownTitle, memberName } from '../../words.ts';
import { column } from '../export/columns.ts';
import type { Table } from '../export/table.ts';
import {
	figureCells,
	figureColumns,
	kpiCells,
	kpiColumns,
	p90Cell,
	p90Column
} from '../weekly/export/figures.ts';
import { whose, whoseCells } from '../weekly/export/shape.ts';

/** A page of headline numbers as it was asked, and what was answered. */
export type Numbers = { question: Question; period: Period; view: View; screen: Screen };

const numberCells = (kpi: KpiId, row: KpiRow) => ({ ...kpiCells(kpi), ...figureCells(row), ...p90Cell(row) });
const numberColumns = () => [...figureColumns(), p90Column()];

/** The headline numbers of each team, agent or channel, in the order of the page. */
export function groupsTable(by: GroupBy, { question, period, view, screen }: Numbers): Table {
	const [from, to] = [period.from, period.to].map((time) => Date.parse(time));
	const extent = { from: from ?? 0, to: to ?? 0, as_of: to ?? 0 };
	const { lines } = groupLines(view, by, question.kpi, period, extent);
	return {
		...{ name: by, title: breakdownTitle(by) },
		columns: [
			column(by, 'text', (group) => memberName(by, group)),
			...kpiColumns(screen),
			...numberColumns()
		],
		rows: lines.map(({ group }) =>
			HEADLINES.flatMap((kpi) =>
				view.of(`${kpi} by ${by}`, group).map((row) => ({ [by]: group, ...numberCells(kpi, row) }))
			)
		)
	};
}

/** The course of the chosen number: of all, or of the one team a page is of, and of each team where the page draws them. */
export function trendTable({ question: { kpi }, view, screen }: Numbers, only: string | null): Table {
	const rows = [...view.rows(`${kpi} trend`), ...view.rows(`${kpi} by team trend`)];
	return {
		...{ name: 'trend', title: m.trend_of({ kpi: CATALOGUE[kpi].name[screen.locale] }) },
		columns: [column('at', 'time'), ...whose(), ...kpiColumns(screen), ...numberColumns()],
		rows: [
			rows.map((row) => ({
				...{ at: row.bucket, ...whoseCells(row.group ?? only) },
				...numberCells(kpi, row)
			}))
		]
	};
}
