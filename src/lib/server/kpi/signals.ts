import { z } from 'zod';
import { CATALOGUE } from '#schema/catalogue.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiAsk, KpiRow } from '#schema/kpi.ts';
import { addDays, startOfDate } from '../../zone.ts';
import { askKpi, type Asking } from './ask.ts';

const CHARTS = /* sql */ `
	SELECT
		series,
		{share:Bool} AS is_share,
		value[series] AS xs,
		kept[series]  AS ks,
		n[series]     AS ns,
		if(is_share, touchstone_p_mean(ks, ns), touchstone_xmr(xs).mean)                                            AS centre,
		if(is_share, arrayMap(size -> touchstone_p_low(centre, size), ns), arrayMap(x -> touchstone_xmr(xs).low, xs))   AS low,
		if(is_share, arrayMap(size -> touchstone_p_high(centre, size), ns), arrayMap(x -> touchstone_xmr(xs).high, xs)) AS high,
		if(is_share, touchstone_p_signals(ks, ns), touchstone_xmr_signals(xs))                                      AS signals,
		signals.beyond_limits AS beyond_limits,
		signals.long_run      AS long_run
	FROM
	(
		SELECT
			{value:Array(Array(Nullable(Float64)))} AS value,
			{kept:Array(Array(Float64))}            AS kept,
			{n:Array(Array(Float64))}               AS n,
			arrayJoin(arrayEnumerate(value))        AS series
	)
	ORDER BY series`;

const flags = z.array(z.coerce.boolean());
const limits = z.array(z.number().nullable());
const Chart = z.object({
	centre: z.number().nullable(),
	low: limits,
	high: limits,
	beyond_limits: flags,
	long_run: flags
});
type Chart = z.infer<typeof Chart>;

type Period = { date: string; row: KpiRow | undefined };
type Series = { group: string | null; periods: Period[] };

/** Each group's rows by day or week, periods without any among them: no range reaches across these. */
function seriesOf(rows: readonly KpiRow[], days: number): Series[] {
	const groups = new Map<string | null, Map<string, KpiRow>>();
	for (const row of rows) {
		if (row.bucket === null) continue;
		const known = groups.get(row.group) ?? new Map<string, KpiRow>();
		groups.set(row.group, known.set(row.bucket.slice(0, 10), row));
	}
	return [...groups].map(([group, known]) => {
		const dates = [...known.keys()].sort();
		const [first = '', last = ''] = [dates[0], dates.at(-1)];
		const periods: Period[] = [];
		for (let date = first; date <= last; date = addDays(date, days))
			periods.push({ date, row: known.get(date) });
		return { group, periods };
	});
}

const listed = (chart: Chart, { group, periods }: Series) =>
	periods.flatMap(({ row }, at) => {
		if (!row) return [];
		const { bucket, value, n, numerator, denominator } = row;
		const [low, high] = [chart.low[at] ?? null, chart.high[at] ?? null];
		const told = { beyond_limits: chart.beyond_limits[at] ?? false, long_run: chart.long_run[at] ?? false };
		return [{ group, bucket, value, n, numerator, denominator, centre: chart.centre, low, high, ...told }];
	});

/**
 * A KPI by day or week on a control chart: its limits, and Wheeler's rules 1 and 4 as the book has them: a point beyond the limits of the
 * whole series, eight or more in a row on one side of its mean. A p chart of what is a share, else XmR of the values. A period that
 * is not over is in no limit, and no signal.
 */
export async function askSignals(
	clickhouse: ClickHouseClient,
	ask: KpiAsk & { grain: 'day' | 'week' },
	asking: Asking
) {
	const now = asking.now ?? Date.now();
	const { rows, ...answer } = await askKpi(clickhouse, ask, { ...asking, now });
	const isShare = CATALOGUE[ask.kpi].unit === 'share';
	const days = ask.grain === 'week' ? 7 : 1;
	const series = seriesOf(rows, days);
	const over = ({ date, row }: Period) =>
		startOfDate(addDays(date, days), asking.zone) <= now ? row : undefined;
	const listOf = <T>(told: (row: KpiRow | undefined) => T) =>
		series.map(({ periods }) => periods.map((period) => told(over(period))));
	const found = await clickhouse.query({
		query: CHARTS,
		query_params: {
			share: isShare,
			value: listOf((row) => row?.value ?? null),
			kept: listOf((row) => row?.numerator ?? 0),
			n: listOf((row) => row?.denominator ?? 0)
		},
		use_multipart_params: true,
		format: 'JSONEachRow'
	});
	const charts = z.array(Chart).parse(await found.json());
	const chart = isShare ? 'p' : 'xmr';
	return { ...answer, chart, rows: charts.flatMap((one, at) => (series[at] ? listed(one, series[at]) : [])) };
}
