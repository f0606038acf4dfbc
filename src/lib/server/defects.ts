import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import {
	Defect,
	DefectCount,
	SourceClock,
	SourceLateness,
	type DefectAnswer,
	type DefectAsk
} from '#schema/defect.ts';
import { moment } from './kpi/moment.ts';
import { bucketLabel } from './kpi/bucket.ts';
import { readWatermark } from './pulse.ts';

const PERIOD = /* sql */ `
	from     = {from:DateTime64(3, 'UTC')},
	to       = {to:DateTime64(3, 'UTC')}`;

const SCOPE = /* sql */ `${PERIOD},
	teams    = {teams:Array(String)},
	channels = {channels:Array(String)}`;

/** What is not asked is null. */
const ASKED = /* sql */ `
	({kind:Nullable(String)} IS NULL OR kind = {kind:Nullable(String)})
	AND ({source:Nullable(String)} IS NULL OR source = {source:Nullable(String)})`;

const COUNTS = /* sql */ `
	SELECT *
	FROM defect_counts(${SCOPE},
		by    = {by:String},
		grain = {grain:String},
		zone  = {zone:String})
	WHERE ${ASKED}
	ORDER BY bucket, \`group\`, defects DESC, kind, source`;

const DEFECTS = /* sql */ `
	SELECT kind, source, case_id, type, at, team, agent, channel, topic, by_s, left_out
	FROM data_defects(${SCOPE})
	WHERE ${ASKED}
	ORDER BY at DESC, case_id, type
	LIMIT {limit:UInt32}`;

const CLOCKS = /* sql */ `
	SELECT *
	FROM clocks_told(${PERIOD})
	WHERE {source:Nullable(String)} IS NULL OR source = {source:Nullable(String)}
	ORDER BY since DESC, source`;

const LATENESS = /* sql */ `
	SELECT source, lag_s_min, lag_s_p50, lag_s_p90
	FROM source_lateness(${PERIOD}, grain = 'total', zone = 'UTC')
	ORDER BY source`;

async function ask<Row extends z.ZodType>(
	clickhouse: ClickHouseClient,
	{ row, query, params }: { row: Row; query: string; params: Record<string, unknown> }
): Promise<z.output<Row>[]> {
	const result = await clickhouse.query({ query, query_params: params, format: 'JSONEachRow' });
	return z.array(row).parse(await result.json());
}

const paramsOf = (asked: DefectAsk) => ({
	...asked,
	from: moment(asked.from),
	to: moment(asked.to),
	kind: asked.kind ?? null,
	source: asked.source ?? null,
	by: asked.by ?? ''
});

/** Defects counted by kind and source, and by what else is asked. */
export async function askDefectCounts(clickhouse: ClickHouseClient, asked: DefectAsk, zone: string) {
	const rows = await ask(clickhouse, {
		row: DefectCount,
		query: COUNTS,
		params: { ...paramsOf(asked), zone }
	});
	return rows.map((row) => ({ ...row, bucket: bucketLabel(row.bucket, zone) }));
}

/** The steps themselves, the latest first. */
export const askDefects = (clickhouse: ClickHouseClient, asked: DefectAsk, limit: number) =>
	ask(clickhouse, { row: Defect, query: DEFECTS, params: { ...paramsOf(asked), limit } });

/** Clocks that were off, the latest first, and what was said of each. */
export const askClocks = (clickhouse: ClickHouseClient, asked: DefectAsk) =>
	ask(clickhouse, { row: SourceClock, query: CLOCKS, params: paramsOf(asked) });

/** How late each source's events come. */
export const askLateness = (clickhouse: ClickHouseClient, asked: DefectAsk) =>
	ask(clickhouse, { row: SourceLateness, query: LATENESS, params: paramsOf(asked) });

/** What cannot be right in a period. */
export async function answerDefects(
	clickhouse: ClickHouseClient,
	asked: DefectAsk,
	zone: string
): Promise<DefectAnswer> {
	const [rows, clocks, watermark] = await Promise.all([
		askDefectCounts(clickhouse, asked, zone),
		askClocks(clickhouse, asked),
		readWatermark(clickhouse)
	]);
	return { from: asked.from, to: asked.to, as_of: new Date().toISOString(), watermark, rows, clocks };
}
