import type { KpiRow } from '#schema/kpi.ts';
import { m } from '../../../paraglide/messages.js';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table, when, whose, whoseCells } from './shape.ts';
import { levelCells, levelColumns, shareCells, shareColumns } from './figures.ts';
import type { Source } from './source.ts';

type Period = 'week' | 'before';

const saidRow = (period: Period, row: KpiRow<'satisfaction'>) => ({
	period,
	...whoseCells(row.group),
	...shareCells(row),
	...{ mean: row.mean, top_box: row.top_box, sum: row.sum, sent: row.sent },
	...levelCells(row.distribution)
});

/** What customers said, with all five levels: in all, the week before, and by team. */
export async function satisfactionTable(source: Source): Promise<Table> {
	const { week, before, teams } = await source.satisfaction();
	return table(
		'satisfaction',
		[
			when(),
			...whose(),
			...shareColumns(),
			...[column('mean', 'number'), column('top_box', 'share'), column('sum', 'number')],
			column('sent', 'count'),
			...levelColumns()
		],
		[
			saidRow('week', week.satisfaction),
			saidRow('before', before.satisfaction),
			...teams.map((row) => saidRow('week', row))
		]
	);
}

function surveyRows(period: Period, row: KpiRow<'survey_response'>) {
	const { eligible, delivered, numerator, coverage, outcomes } = row;
	const none = { coverage: null, value: null, low: null, high: null };
	const all = { eligible, delivered, answered: numerator, coverage };
	return [
		{ period, ended: 'all', ...all, value: row.value, low: row.low, high: row.high },
		{ period, ended: 'resolved', ...outcomes.resolved, ...none },
		{ period, ended: 'escalated', ...outcomes.escalated, ...none }
	];
}

/** Who could be asked, who was, and who answered: in all, and by how their case ended. */
export async function surveysTable(source: Source): Promise<Table> {
	const { week, before } = await source.satisfaction();
	return table(
		'surveys',
		[
			when(),
			column(
				'ended',
				'text',
				wordsOf({ all: m.review_all, resolved: m.event_case_resolved, escalated: m.event_case_escalated })
			),
			...columns('count', 'eligible', 'delivered', 'answered'),
			...columns('share', 'coverage', 'value', 'low', 'high')
		],
		[...surveyRows('week', week.response), ...surveyRows('before', before.response)]
	);
}

const leaversRow = (period: Period, row: KpiRow<'expected_leavers'>) => ({
	...{ period, value: row.value, n: row.n, curve: row.curve, unidentified: row.unidentified },
	...levelCells(row.distribution)
});

/** How many customers will leave, by what they said and whose leaving rates. */
export async function leaversTable(source: Source): Promise<Table> {
	const { week, before } = await source.satisfaction();
	return table(
		'leavers',
		[
			when(),
			...[column('value', 'number'), column('n', 'count')],
			column(
				'curve',
				'text',
				wordsOf({
					...{ book: m.weekly_curve_book, mixed: m.weekly_curve_mixed, entered: m.weekly_curve_entered }
				})
			),
			column('unidentified', 'count'),
			...levelColumns()
		],
		[leaversRow('week', week.leavers), leaversRow('before', before.leavers)]
	);
}
