import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import { funnelOf } from '../../../weekly/funnel.ts';
import { nameOf } from '../../../words.ts';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table, when } from './shape.ts';
import { kpiCells, kpiColumns } from './figures.ts';
import type { Source } from './source.ts';

const STEPS = {
	...{ received: m.weekly_step_received, acknowledged: m.weekly_step_acknowledged },
	...{ remedied: m.weekly_step_remedied, confirmed: m.weekly_step_confirmed },
	...{ followed_up: m.weekly_step_followed_up, no_relapse: m.weekly_step_no_relapse },
	retained: m.weekly_step_retained
};

/** How far the week's complaints got, step by step; of the week before how many came, and how many were confirmed. */
export async function funnelTable(source: Source, screen: Screen): Promise<Table> {
	const recovery = await source.recovery();
	const { received, numerator, denominator, immature } = recovery.before;
	const steps = funnelOf(recovery).map(({ id, kpi, done, judged, immature }) => ({
		...{ period: 'week', step: id, ...kpiCells(kpi), done, judged, immature }
	}));
	const of = { period: 'before', ...kpiCells('complaint_recovery') };
	const before = [
		{ ...of, step: 'received', done: received, judged: received, immature: 0 },
		{ ...of, step: 'confirmed', done: numerator, judged: denominator, immature }
	];
	return table(
		'funnel',
		[
			when(),
			column('step', 'text', wordsOf(STEPS)),
			...kpiColumns(screen),
			...columns('count', 'done', 'judged', 'immature')
		],
		[...steps, ...before]
	);
}

/** Why customers complained: every reason, also the rare ones that the page puts together. */
export async function causesTable(source: Source): Promise<Table> {
	return table(
		'causes',
		[
			column('place', 'count'),
			column('reason', 'text', nameOf),
			column('complaints', 'count'),
			...columns('share', 'share', 'cumulative'),
			column('received', 'count')
		],
		await source.reasons()
	);
}
