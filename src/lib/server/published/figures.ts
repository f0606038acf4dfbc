import { CATALOGUE } from '#schema/catalogue.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KPI_ROWS, KpiId, type KpiAsk } from '#schema/kpi.ts';
import { type FigureKey, type WeekFigure } from '#schema/published.ts';
import { askKpis } from '../kpi/ask.ts';
import type { Week } from './weeks.ts';

/** Numbers of an instant have no week. */
const OF_AN_INSTANT: ReadonlySet<string> = new Set(['waiting_now']);

/** The KPIs that are published. */
export const PUBLISHED_KPIS = KpiId.options.filter((kpi) => !OF_AN_INSTANT.has(kpi));

export type KeyedFigure = FigureKey & WeekFigure;

/** A figure's key as one text. */
export const keyOf = ({ week, kpi, by, group }: FigureKey) => JSON.stringify([week, kpi, by, group]);

/** A figure without its key. */
export const bare = ({ value, n, numerator, denominator, immature, version }: WeekFigure): WeekFigure => ({
	...{ value, n, numerator, denominator, immature, version }
});

/** What nothing at all comes to. */
export const nothing = (kpi: KpiId): WeekFigure =>
	bare({ ...KPI_ROWS[kpi].parse({}), version: CATALOGUE[kpi].version });

/**
 * A KPI's figures of some weeks as of `now`: each week's of the whole organisation, also where there was nothing, and those of
 * the teams that had something.
 */
export async function figuresOf(
	clickhouse: ClickHouseClient,
	kpi: KpiId,
	weeks: Week[],
	{ zone, now }: { zone: string; now: number }
): Promise<KeyedFigure[]> {
	const ask: KpiAsk = {
		kpi,
		from: new Date(Math.min(...weeks.map(({ from }) => from))).toISOString(),
		to: new Date(Math.max(...weeks.map(({ to }) => to))).toISOString(),
		...{ grain: 'week', teams: [], channels: [] }
	};
	const [all, byTeam] = await askKpis(clickhouse, [ask, { ...ask, by: 'team' }], { zone, now });
	const figures = [all, byTeam].flatMap((answer) =>
		(answer?.rows ?? []).map(
			({ bucket, group, value, n, numerator, denominator, immature }): KeyedFigure => ({
				...{ week: bucket?.slice(0, 10) ?? '', kpi, by: group === null ? '' : 'team', group: group ?? '' },
				...{ value, n, numerator, denominator, immature, version: CATALOGUE[kpi].version }
			})
		)
	);
	const found = new Set(figures.map(keyOf));
	const totals = weeks.map(({ week }): KeyedFigure => ({ week, kpi, by: '', group: '', ...nothing(kpi) }));
	const asked = new Set(weeks.map(({ week }) => week));
	return [...figures, ...totals.filter((total) => !found.has(keyOf(total)))].filter(({ week }) =>
		asked.has(week)
	);
}

/** Sums of floating-point numbers differ in their last digits from one answer to the next. */
const near = (a: number | null, b: number | null) =>
	a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)));

/** Nothing was published as no value once, also where it is a zero: that is no change. */
const isNothing = ({ value, n }: WeekFigure) => !value && n === 0;

/** Whether two figures say the same; what is immature is beside the figure. */
export const sameFigure = (a: WeekFigure, b: WeekFigure) =>
	(isNothing(a) && isNothing(b)) ||
	(near(a.value, b.value) && a.n === b.n && a.numerator === b.numerator && a.denominator === b.denominator);
