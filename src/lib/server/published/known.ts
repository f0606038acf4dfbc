import { z } from 'zod';
import type { KpiId } from '#schema/kpi.ts';
import { WeeklyFigure, type FigureKey, type WeekFigure } from '#schema/published.ts';
import { bare, figuresOf, keyOf, nothing, sameFigure } from './figures.ts';
import type { Publishing } from './publish.ts';
import { weekFrom } from './weeks.ts';

const KNOWN = /* sql */ `
	SELECT *
	FROM weekly_figures
	WHERE zone = {zone:String} AND week >= {first:Date} AND week <= {last:Date} AND kpi IN {kpis:Array(String)}`;

/** What was last written down of the weeks from one Monday to another, both included. */
export async function readKnown(
	{ clickhouse, zone, kpis }: Publishing,
	{ first, last }: { first: string; last: string }
): Promise<WeeklyFigure[]> {
	const result = await clickhouse.query({
		query: KNOWN,
		query_params: { zone, first, last, kpis },
		format: 'JSONEachRow'
	});
	return z.array(WeeklyFigure).parse(await result.json());
}

/**
 * A figure that is no longer what it was: `known` as last written down at `since`, `current` as of now. `right_at`: when it was last
 * found to be right.
 */
export type Differing = FigureKey & {
	known: WeekFigure;
	since: string;
	right_at: string;
	current: WeekFigure;
};

const latest = (times: string[]) => times.reduce((a, b) => (a > b ? a : b), '');

/** The figures of a KPI that differ from what was last written down; a team of which nothing was, had nothing then. */
export async function differing(
	publishing: Publishing,
	kpi: KpiId,
	known: WeeklyFigure[]
): Promise<Differing[]> {
	const { clickhouse, zone } = publishing;
	const totals = new Map(known.flatMap((one) => (one.by === '' ? [[one.week, one]] : [])));
	if (totals.size === 0) return [];
	const weeks = [...totals.keys()].map((week) => weekFrom(week, zone));
	// A check that restated some of a KPI's figures found the others right.
	const checked_at = latest(known.filter(({ restated }) => restated > 0).map(({ current_at }) => current_at));
	const found = await figuresOf(clickhouse, kpi, weeks, publishing);
	const before = new Map(known.map((one) => [keyOf(one), one]));
	const now = new Map(found.map((one) => [keyOf(one), bare(one)]));
	const keys = new Map(
		[...known, ...found].map(({ week, by, group }) => {
			const key = { week, kpi, by, group };
			return [keyOf(key), key];
		})
	);
	return [...keys]
		.map(([text, key]): Differing => {
			const [was, total] = [before.get(text), totals.get(key.week)];
			const since = was?.current_at ?? total?.published_at ?? total?.current_at ?? '';
			return {
				...key,
				known: was?.current ?? nothing(kpi),
				since,
				right_at: latest([since, checked_at]),
				current: now.get(text) ?? nothing(kpi)
			};
		})
		.filter((one) => !sameFigure(one.known, one.current));
}
