import type { KpiRow } from '#schema/kpi.ts';
import { metricName } from '../../../standards/words.ts';
import { nameOf } from '../../../words.ts';
import type { Table } from '../../export/table.ts';
import { column, columns } from '../../export/columns.ts';
import { table, when, whose, whoseCells } from './shape.ts';
import { shareCells, shareColumns } from './figures.ts';
import type { Source } from './source.ts';

const rowOf = (period: 'week' | 'before', row: KpiRow<'promises_kept'>) => ({
	period,
	...whoseCells(row.group),
	...shareCells(row),
	...{ broken: row.broken, running: row.running }
});

/** Promises that fell due, and how many were broken: in all, the week before, and by team that broke any. */
export async function brokenTable(source: Source): Promise<Table> {
	const { total, before, teams } = await source.broken();
	return table(
		'broken',
		[when(), ...whose(), ...shareColumns(), ...columns('count', 'broken', 'running')],
		[rowOf('week', total), rowOf('before', before.total), ...teams.map(({ row }) => rowOf('week', row))]
	);
}

/** What was promised, of that which each team broke, with the case that was broken the longest. */
export async function brokenMetricsTable(source: Source): Promise<Table> {
	const { teams } = await source.broken();
	return table(
		'broken_metrics',
		[
			column('team', 'text', nameOf),
			column('metric', 'text', metricName),
			...columns('count', 'due', 'kept', 'broken', 'undone'),
			...columns('text', 'worst_case', 'worst_owner'),
			column('worst_late_s', 'seconds'),
			column('worst_undone', 'flag')
		],
		teams.flatMap(({ metrics }) => metrics)
	);
}
