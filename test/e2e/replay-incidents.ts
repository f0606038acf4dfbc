import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { rowsOf } from './replay-calls.ts';

/** One row an incident, from the events as an analyst reads them; `last` is the log's last record of it. */
const incidents = /* sql */ `
	SELECT
		case_id,
		minIf(time, type = 'case.opened')                       AS opened,
		minIf(time, type = 'case.responded')                    AS responded,
		countIf(type = 'case.resolved') > 0                     AS resolved,
		maxIf(time, type = 'case.resolved')                     AS resolved_at,
		countIf(type = 'case.reopened') > 0                     AS reopened,
		argMaxIf((team, priority, attributes), (time, toUInt32OrZero(attributes['sys_mod_count'])), type = 'case.recorded') AS last,
		dateDiff('second', opened, resolved_at) / 3600          AS hours,
		dateDiff('second', opened, responded) / 60              AS minutes
	FROM service_events
	GROUP BY case_id`;

const sql = (group: string) => /* sql */ `
	SELECT
		${group}                                                AS name,
		count()                                                 AS incidents,
		countIf(resolved)                                       AS resolved_n,
		avgIf(hours, resolved)                                  AS resolve_h_mean,
		quantileExactInclusiveIf(0.5)(hours, resolved)          AS resolve_h_median,
		avg(minutes)                                            AS first_nonNew_min_mean,
		quantileExactInclusive(0.5)(minutes)                    AS first_nonNew_min_median,
		countIf(last.3['made_sla'] = 'true')                    AS made_sla_final,
		countIf(last.3['reassignment_count'] = '0' AND last.3['reopen_count'] = '0') AS no_reassign_no_reopen,
		countIf(toUInt32(last.3['reopen_count']) > 0)           AS reopened_col,
		countIf(reopened)                                       AS reopened_derived
	FROM (${incidents})
	GROUP BY name`;

const tally = (value: string) => /* sql */ `
	SELECT ${value} AS name, count() AS n FROM service_events WHERE type = 'case.recorded' GROUP BY name`;

const Row = z.object({ name: z.string() }).catchall(z.number().nullable());

async function ask(clickhouse: ClickHouseClient, query: string) {
	const result = await clickhouse.query({ query, format: 'JSONEachRow' });
	return z.array(Row).parse(await result.json());
}

async function bySql(clickhouse: ClickHouseClient, group: string) {
	const rows = await ask(clickhouse, sql(group));
	return Object.fromEntries(
		rows.map(({ name, ...figures }) => [
			name,
			// A group that resolved nothing has no mean.
			Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== null))
		])
	);
}

const counts = async (clickhouse: ClickHouseClient, value: string) =>
	Object.fromEntries((await ask(clickhouse, tally(value))).map(({ name, n }) => [name, n]));

/** Every key of the incidents, from the events by SQL. */
export async function incidentKeys(clickhouse: ClickHouseClient) {
	return {
		events: (await ask(clickhouse, tally(`''`)))[0]?.n,
		event_state: await counts(clickhouse, 'status'),
		event_made_sla: await counts(clickhouse, `attributes['made_sla']`),
		total: (await bySql(clickhouse, `''`))[''],
		by_priority: await bySql(clickhouse, 'last.2'),
		by_final_assignment_group: await bySql(clickhouse, `if(last.1 = '', '?', last.1)`),
		by_open_month: await bySql(clickhouse, `formatDateTime(opened, '%Y-%m')`)
	};
}

/** The figures that have a KPI, from the KPIs. */
export async function incidentKpis(clickhouse: ClickHouseClient) {
	const opened = (await rowsOf(clickhouse, 'cases_opened'))[0]?.get('');
	const resolution = (await rowsOf(clickhouse, 'resolution_time'))[0]?.get('');
	const promises = (await rowsOf(clickhouse, 'promises_kept'))[0]?.get('');
	const sla = promises?.by_metric['promise:sla'];
	return {
		total: {
			made_sla_final: sla?.due === opened?.n ? sla?.kept : NaN,
			incidents: opened?.n,
			resolved_n: resolution?.n,
			resolve_h_mean: (resolution?.sum ?? NaN) / (resolution?.n ?? NaN) / 3600,
			resolve_h_median: (resolution?.p50 ?? NaN) / 3600
		}
	};
}
