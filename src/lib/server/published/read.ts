import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiId } from '#schema/kpi.ts';
import { Restatement, WeeklyFigure } from '#schema/published.ts';

type Reading = { clickhouse: ClickHouseClient; zone: string };

const WEEKS = /* sql */ `
	SELECT
		weekly.week                              AS week,
		min(weekly.published_at)                 AS published_at,
		countIf(isNotNull(weekly.published_at))  AS figures,
		countIf(weekly.restated > 0)             AS restated
	FROM weekly_figures AS weekly
	WHERE zone = {zone:String}
	GROUP BY week
	ORDER BY week DESC`;

const FIGURES = /* sql */ `
	SELECT *
	FROM weekly_figures
	WHERE zone = {zone:String} AND week = {week:Date} AND kpi IN {kpis:Array(String)}
	ORDER BY kpi, by, \`group\``;

// The newest. What one check found stays together, the organisation before its teams.
const RESTATEMENTS = /* sql */ `
	SELECT *
	FROM
	(
		SELECT zone, week, kpi, by, \`group\`, since, as_of, why, late_events, old, new
		FROM restatements FINAL
		WHERE zone = {zone:String}
			AND kpi IN {kpis:Array(String)}
			AND ({week:Nullable(Date)} IS NULL OR week = {week:Nullable(Date)})
			AND ({before:Nullable(DateTime64(3, 'UTC'))} IS NULL OR as_of < {before:Nullable(DateTime64(3, 'UTC'))})
		ORDER BY as_of DESC
		LIMIT {limit:UInt32} WITH TIES
	)
	ORDER BY as_of DESC, week DESC, kpi, by, \`group\``;

/** A published week: when, how many figures, and how many of them (or of teams that came later) have changed since. */
export const PublishedWeek = z.object({
	week: z.iso.date(),
	published_at: z.string().nullable(),
	figures: z.int(),
	restated: z.int()
});
export type PublishedWeek = z.infer<typeof PublishedWeek>;

/** Every published week, latest first. */
export async function readWeeks({ clickhouse, zone }: Reading): Promise<PublishedWeek[]> {
	const result = await clickhouse.query({ query: WEEKS, query_params: { zone }, format: 'JSONEachRow' });
	return z.array(PublishedWeek).parse(await result.json());
}

export type Wanted = {
	/** Monday of the ISO week; null: of any. */
	week: string | null;
	kpis?: KpiId[];
};

/** The figures of one week, as published and as they are now. */
export async function readFigures(
	{ clickhouse, zone }: Reading,
	{ week, kpis = KpiId.options }: Wanted
): Promise<WeeklyFigure[]> {
	const query_params = { zone, week, kpis };
	const result = await clickhouse.query({ query: FIGURES, query_params, format: 'JSONEachRow' });
	return z.array(WeeklyFigure).parse(await result.json());
}

/** Restatements, newest first: at least `limit` where there are as many; `before`: only those found earlier (UTC). */
export async function readRestatements(
	{ clickhouse, zone }: Reading,
	{ week, kpis = KpiId.options, before = null, limit }: Wanted & { before?: string | null; limit: number }
): Promise<Restatement[]> {
	const query_params = { zone, week, kpis, before, limit };
	const result = await clickhouse.query({ query: RESTATEMENTS, query_params, format: 'JSONEachRow' });
	return z.array(Restatement).parse(await result.json());
}
