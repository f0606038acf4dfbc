import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiRow } from '#schema/kpi.ts';
import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import { keyTitle } from '../../../standards/parameter-words.ts';
import { isStandardWrong } from '../../../weekly/gap.ts';
import type { Table } from '../../export/table.ts';
import type { Side } from '../perception.ts';
import { column, columns } from '../../export/columns.ts';
import { table, when } from './shape.ts';
import { figureCells, figureColumns, kpiColumns } from './figures.ts';
import type { Source } from './source.ts';

const NO_DRIVER = { driver: null, driver_unit: null, ...figureCells(null, 'driver_'), tangibles: null };

const overallRow = (period: 'week' | 'before', { n, value }: KpiRow<'servqual_gap'>) => ({
	...{ period, dimension: 'overall', n, expectation: null, perception: null, gap: value },
	...NO_DRIVER,
	standard_wrong: null
});

const sideRow = (side: Side) => ({
	...{ period: 'week', dimension: side.dimension, n: side.perceived?.n ?? 0 },
	expectation: side.perceived?.expectation ?? null,
	perception: side.perceived?.perception ?? null,
	gap: side.perceived?.gap ?? null,
	...{ driver: side.driver, driver_unit: CATALOGUE[side.driver].unit },
	...figureCells(side.row, 'driver_'),
	tangibles: 'tangibles' in side.row ? side.row.tangibles : null,
	standard_wrong: isStandardWrong(side)
});

/** What customers perceive against what they expect, by dimension, beside the number that should drive it. */
export async function perceptionTable(source: Source, screen: Screen): Promise<Table> {
	const { gap, before, sides } = await source.perception();
	return table(
		'perception',
		[
			when(),
			column('dimension', 'text', (code) => (code === 'overall' ? m.weekly_gap_overall() : keyTitle(code))),
			column('n', 'count'),
			...columns('number', 'expectation', 'perception', 'gap'),
			...kpiColumns(screen, 'driver_'),
			...figureColumns('driver_', 'driver_unit'),
			column('tangibles', 'number'),
			column('standard_wrong', 'flag')
		],
		[overallRow('week', gap), overallRow('before', before), ...sides.map(sideRow)]
	);
}
