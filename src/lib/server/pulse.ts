import { z } from 'zod';
import { Flag } from '#schema/row.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { DASHBOARD_SOURCE } from '#schema/event.ts';
import type { Pulse } from '#schema/kpi.ts';
import type { SourceReach } from '../weekly/late.ts';

const QUESTION = /* sql */ `
	SELECT
		if(count() = 0, NULL, max(last_time))     AS watermark,
		if(count() = 0, NULL, min(first_time))    AS earliest,
		if(count() = 0, NULL, max(last_received)) AS last_received,
		max(sources.simulated) = 1                      AS simulated,
		countIf(sources.simulated = 0) > 0               AS real
	FROM sources`;

const Row = z.object({
	watermark: z.string().nullable(),
	earliest: z.string().nullable(),
	last_received: z.string().nullable(),
	simulated: Flag,
	real: Flag
});

export type PulseAndSpan = Pulse & {
	/** Time of the earliest event stored, null without any. */
	earliest: string | null;
};

/** How far the data reach and when they were last added to. Rejects when ClickHouse cannot be reached. */
export async function readPulse(clickhouse: ClickHouseClient): Promise<PulseAndSpan> {
	const result = await clickhouse.query({ query: QUESTION, format: 'JSONEachRow' });
	const row = Row.parse((await result.json())[0]);
	return { ...row, as_of: new Date().toISOString(), trouble: null };
}

const SOURCES = /* sql */ `
	SELECT
		source,
		max(last_time) AS last
	FROM sources
	WHERE source != {dashboard:String}
	GROUP BY source`;

const SourceRow = z
	.object({ source: z.string(), last: z.string() })
	.transform(({ source, last }): SourceReach => ({ source, last: Date.parse(last) }));

/** How far each source has come. What people say here of promises tells nothing of what is reported. Rejects when ClickHouse cannot be reached. */
export async function readSources(clickhouse: ClickHouseClient): Promise<SourceReach[]> {
	const query_params = { dashboard: DASHBOARD_SOURCE };
	const result = await clickhouse.query({ query: SOURCES, query_params, format: 'JSONEachRow' });
	return z.array(SourceRow).parse(await result.json());
}

/** Time of the latest event stored, null without any. */
export const readWatermark = async (clickhouse: ClickHouseClient) => (await readPulse(clickhouse)).watermark;
