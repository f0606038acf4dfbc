import { CATALOGUE } from '#schema/catalogue.ts';
import { Why, type Restatement, type WeekFigure } from '#schema/published.ts';
import { isoWeekOf } from '../../iso-week.ts';
import { m } from '../../paraglide/messages.js';
import { WHY } from '../../restatement-words.ts';
import type { Screen } from '../../screen.ts';
import { column, columns } from '../export/columns.ts';
import type { Table } from '../export/table.ts';
import { kindOfValue, kpiColumns } from '../weekly/export/figures.ts';
import { whose, whoseCells } from '../weekly/export/shape.ts';

const COUNTS = ['n', 'numerator', 'denominator', 'immature', 'version'] as const;

const figureColumns = (prefix: 'old_' | 'new_') => [
	column(`${prefix}value`, kindOfValue),
	...COUNTS.map((name) => column(`${prefix}${name}`, 'count'))
];
const figureCells = (prefix: 'old_' | 'new_', figure: WeekFigure) => ({
	[`${prefix}value`]: figure.value,
	...Object.fromEntries(COUNTS.map((name) => [prefix + name, figure[name]]))
});

const SEPARATOR = ', ';
const whyWords = (codes: string) =>
	codes
		.split(SEPARATOR)
		.map((code) => {
			const why = Why.safeParse(code);
			return why.success ? WHY[why.data].name() : code;
		})
		.join(SEPARATOR);

/** What became of published figures: as published, as they are now, and why. */
export const restatementsTable = (restatements: readonly Restatement[], screen: Screen): Table => ({
	...{ name: 'restatements', title: m.restatements_title() },
	columns: [
		column('week', 'text'),
		...kpiColumns(screen),
		...whose(),
		...columns('time', 'since', 'as_of'),
		column('why', 'text', whyWords),
		column('late_events', 'count'),
		...figureColumns('old_'),
		...figureColumns('new_')
	],
	rows: [
		restatements.map((one) => ({
			...{ week: isoWeekOf(one.week), kpi: one.kpi, unit: CATALOGUE[one.kpi].unit },
			...whoseCells(one.by === '' ? null : one.group),
			...{ since: one.since, as_of: one.as_of, late_events: one.late_events },
			why: one.why.join(SEPARATOR),
			...figureCells('old_', one.old),
			...figureCells('new_', one.new)
		}))
	]
});
