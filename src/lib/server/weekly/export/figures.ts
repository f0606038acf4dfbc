import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId, type KpiRow } from '#schema/kpi.ts';
import { durationsOf } from '../../../evidence.ts';
import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import type { Cell, Kind, Row } from '../../export/table.ts';
import { column, columns, wordsOf, type Prefix } from '../../export/columns.ts';

/** How a value of a unit is written; points, and what is counted per so many, are plain numbers. */
const kindOfUnit = (unit: Cell | undefined): Kind =>
	unit === 'share' || unit === 'seconds' ? unit : 'number';

/** The interval of a duration is that of the share within its promise. */
const kindOfInterval = (unit: Cell | undefined): Kind =>
	unit === 'share' || unit === 'seconds' ? 'share' : 'number';

/** Of a value whose row says its unit. */
export const kindOfValue = (row: Row) => kindOfUnit(row.unit);

/** Which number it is, and in what unit. */
export const kpiColumns = (screen: Screen, prefix: Prefix = '') => [
	column(prefix === '' ? 'kpi' : 'driver', 'text', (id) => nameOfKpi(id, screen)),
	column(`${prefix}unit`, 'text', wordsOf(UNITS))
];
export const kpiCells = (kpi: KpiId) => ({ kpi, unit: CATALOGUE[kpi].unit });

const nameOfKpi = (id: string, screen: Screen) => CATALOGUE[KpiId.parse(id)].name[screen.locale];

export const UNITS = {
	...{ share: m.unit_name_share, seconds: m.unit_name_seconds, count: m.unit_name_count },
	...{ points: m.unit_name_points, per_10k: m.unit_name_per_10k, per_million: m.unit_name_per_million }
};

/** What a KPI's row says, as the API says it. `unit`: the column of a row that says in what unit. */
export const figureColumns = (prefix: Prefix = '', unit = 'unit') => [
	column(`${prefix}value`, (row: Row) => kindOfUnit(row[unit])),
	...columns('count', `${prefix}n`, `${prefix}numerator`, `${prefix}denominator`),
	column(`${prefix}low`, (row: Row) => kindOfInterval(row[unit])),
	column(`${prefix}high`, (row: Row) => kindOfInterval(row[unit])),
	column(`${prefix}immature`, 'count')
];

const FIGURES = ['value', 'n', 'numerator', 'denominator', 'low', 'high', 'immature'] as const;

/** The cells of these columns; without a row nothing is known. */
export const figureCells = (row: KpiRow | null | undefined, prefix: Prefix = ''): Row =>
	Object.fromEntries(FIGURES.map((name) => [prefix + name, row?.[name] ?? null]));

/** The 90th percentile of a duration, in seconds. */
export const p90Column = () => column('p90', 'seconds');
export const p90Cell = (row: KpiRow | undefined) => ({ p90: durationsOf(row)?.p90 ?? null });

/** A share's row, where all rows are shares. */
export const shareColumns = () => [
	column('value', 'share'),
	...columns('count', 'n', 'numerator', 'denominator'),
	...columns('share', 'low', 'high')
];
export const shareCells = ({ value, n, numerator, denominator, low, high }: ShareRow) => ({
	...{ value, n, numerator, denominator, low, high }
});
type ShareRow = Pick<KpiRow, Exclude<(typeof FIGURES)[number], 'immature'>>;

const LEVELS = ['1', '2', '3', '4', '5'] as const;

/** How many at each level of satisfaction. */
export const levelColumns = () =>
	columns(
		'count',
		...LEVELS.map((level): 'level_1' | 'level_2' | 'level_3' | 'level_4' | 'level_5' => `level_${level}`)
	);
export const levelCells = (distribution: Record<string, number> | null): Row =>
	Object.fromEntries(LEVELS.map((level) => [`level_${level}`, distribution?.[level] ?? null]));
