import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** So many weeks before the one judged give its limits. */
export const BASELINE = 13;

/** So many weeks a series has: eight in a row, and the 13 before them. */
export const WEEKS = BASELINE + 8;

/** What a week said: `kept` is the numerator of a share, null for what is none. */
export type WeekValue = { value: number | null; kept: number | null; n: number };

/**
 * A number by week, oldest first, the week judged last. A share is shown times `scale`; limits stay within `least` and `most`. `about`: each
 * value is told within this part of it (0.01: 1 %); exactly, without it.
 */
export type WeekSeries = { weeks: WeekValue[]; scale: number; least: number; most: number; about?: number };

const QUESTION = /* sql */ `
	SELECT
		centre,
		low,
		high,
		beyond,
		run,
		run_centre,
		run_value
	FROM week_signals(
		value = {value:Array(Array(Nullable(Float64)))},
		kept  = {kept:Array(Array(Nullable(Float64)))},
		n     = {n:Array(Array(Float64))},
		scale = {scale:Array(Float64)},
		least = {least:Array(Float64)},
		most  = {most:Array(Float64)},
		about = {about:Array(Float64)})
	ORDER BY series`;

const Side = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const Limits = z.array(z.number().nullable());

/**
 * Whether the last week is news. `low` and `high`: the limits of the 13 weeks before it and its own, null where there are none. `beyond`: 1 above
 * its limits, -1 below. `run`: the last eight weeks are on one side of `run_centre`, the centre of the 13 before them; `run_value` is what
 * they say together.
 */
export const Verdict = z.object({
	centre: z.number().nullable(),
	low: Limits,
	high: Limits,
	beyond: Side,
	run: Side,
	run_centre: z.number().nullable(),
	run_value: z.number().nullable()
});
export type Verdict = z.infer<typeof Verdict>;

const NOTHING: WeekValue = { value: null, kept: null, n: 0 };

/** As many weeks as are judged: earlier ones are left out, missing ones said nothing. */
const ofLength = (weeks: WeekValue[]) =>
	[...Array.from({ length: WEEKS }, () => NOTHING), ...weeks].slice(-WEEKS);

/** ClickHouse takes fields of up to 128 KiB: so many series fit in one. */
const AT_ONCE = 200;

/** Judges the last week of each series, in order (schema/clickhouse/views/week_signals.sql says how). */
export async function judgeWeeks(clickhouse: ClickHouseClient, series: WeekSeries[]): Promise<Verdict[]> {
	const pieces = Array.from({ length: Math.ceil(series.length / AT_ONCE) }, (_, at) =>
		series.slice(at * AT_ONCE, (at + 1) * AT_ONCE)
	);
	return (await Promise.all(pieces.map((piece) => judgeSome(clickhouse, piece)))).flat();
}

async function judgeSome(clickhouse: ClickHouseClient, series: WeekSeries[]): Promise<Verdict[]> {
	const weeks = series.map((one) => ofLength(one.weeks));
	const result = await clickhouse.query({
		query: QUESTION,
		query_params: {
			value: weeks.map((all) => all.map(({ value }) => value)),
			kept: weeks.map((all) => all.map(({ kept }) => kept)),
			n: weeks.map((all) => all.map(({ n }) => n)),
			scale: series.map(({ scale }) => scale),
			least: series.map(({ least }) => least),
			most: series.map(({ most }) => most),
			about: series.map(({ about = 0 }) => about)
		},
		use_multipart_params: true,
		format: 'JSONEachRow'
	});
	return z.array(Verdict).parse(await result.json());
}
