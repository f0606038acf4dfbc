import { CATALOGUE } from '#schema/catalogue.ts';
import { KPI_ROWS, type KpiId, type KpiRow } from '#schema/kpi.ts';
import type { WeekFigure } from '#schema/published.ts';
import { isWithheld } from '../../weekly/withheld.ts';
import { bare, keyOf, sameFigure, type KeyedFigure } from '../published/figures.ts';
import type { ReviewBody } from './body.ts';

type OfKpi = { kpi: KpiId; row: KpiRow };

const all = (kpi: KpiId, rows: KpiRow[]): OfKpi[] => rows.map((row) => ({ kpi, row }));

/** A number of a team that had none in the week is still one that it had none of. */
const ofHeadlines = ({ told }: ReviewBody): OfKpi[] =>
	told.flatMap(({ kpi, series }) =>
		series.map(({ group, row }) => ({ kpi, row: row ?? { ...KPI_ROWS[kpi].parse({}), group } }))
	);

/** What the sections say besides; where they say a headline again, it is the same figure. */
const ofSections = ({ sections }: ReviewBody): OfKpi[] => [
	...all('survey_response', [sections.satisfaction.week.response]),
	...all('expected_leavers', [sections.satisfaction.week.leavers]),
	...all('servqual_gap', [sections.perception.gap]),
	// A team of which the review says nothing, lest others be worked out, is in it no figure.
	...all('staff_satisfaction', [
		sections.staff.total,
		...sections.staff.teams.filter((row) => !isWithheld(row))
	]),
	...all(
		'inspection',
		sections.quadrant.teams.map(({ row }) => row)
	),
	...all(
		'scorecard',
		sections.scorecards.teams.map(({ row }) => row)
	)
];

/** The figures of its week that a review says, of the organisation and of teams, each once. */
export function figuresIn(body: ReviewBody): KeyedFigure[] {
	const week = body.weeks.week.monday;
	const figures = [...ofHeadlines(body), ...ofSections(body)].map(({ kpi, row }): KeyedFigure => ({
		...{ week, kpi, by: row.group === null ? '' : 'team', group: row.group ?? '' },
		...bare({ ...row, version: body.versions[kpi] ?? 0 })
	}));
	return [...new Map(figures.map((figure) => [keyOf(figure), figure])).values()];
}

/** What is settled says quantiles within so much of what the cases say. */
export const QUANTILES_WITHIN = 0.01;

const isNear = (a: number | null, b: number | null) =>
	a !== null && b !== null && Math.abs(a - b) <= QUANTILES_WITHIN * Math.max(Math.abs(a), Math.abs(b));

const sameCounts = (a: WeekFigure, b: WeekFigure) =>
	a.n === b.n && a.numerator === b.numerator && a.denominator === b.denominator;

/** Whether a figure that was published says what another one says; a duration as closely as it is known. */
export const saysTheSame = (kpi: KpiId, a: WeekFigure, b: WeekFigure) =>
	sameFigure(a, b) || (CATALOGUE[kpi].unit === 'seconds' && sameCounts(a, b) && isNear(a.value, b.value));
