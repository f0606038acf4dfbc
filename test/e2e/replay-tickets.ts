import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { GroupBy } from '#schema/kpi.ts';
import { rowsOf } from './replay-calls.ts';

/** One row a ticket, from the events as an analyst reads them. */
const tickets = /* sql */ `
	SELECT
		case_id,
		anyIf(team, type = 'case.opened')    AS team,
		anyIf(topic, type = 'case.opened')   AS topic,
		anyIf(attributes, type = 'case.opened') AS ticket,
		anyIf(score, type = 'survey.answered')  AS score,
		dateDiff('second', minIf(time, type = 'case.opened'), minIf(time, type = 'case.responded')) / 60 AS minutes
	FROM service_events
	GROUP BY case_id`;

const sql = (group: string) => /* sql */ `
	SELECT
		${group}                                     AS name,
		count()                                      AS n,
		sum(score)                                   AS csat_sum,
		avg(score)                                   AS csat_mean,
		countIf(score >= 4)                          AS csat_4_5,
		countIf(minutes < 0)                         AS negative_durations,
		avg(minutes)                                 AS resp_min_mean_all,
		avgIf(minutes, minutes >= 0)                 AS resp_min_mean_nonneg,
		quantileExactInclusiveIf(0.5)(minutes, minutes >= 0) AS resp_min_median_nonneg,
		countIf(minutes < 120)                       AS under120_incl_neg,
		countIf(minutes >= 0 AND minutes < 120)      AS under120_nonneg
	FROM (${tickets})
	GROUP BY name`;

const Row = z.object({ name: z.string() }).catchall(z.number());

async function bySql(clickhouse: ClickHouseClient, group: string) {
	const result = await clickhouse.query({ query: sql(group), format: 'JSONEachRow' });
	const rows = z.array(Row).parse(await result.json());
	return Object.fromEntries(rows.map(({ name, ...figures }) => [name, figures]));
}

/** Every key of the tickets, from the events by SQL. */
export async function ticketKeys(clickhouse: ClickHouseClient) {
	return {
		total: (await bySql(clickhouse, `''`))[''],
		by_Supervisor: await bySql(clickhouse, 'team'),
		by_category: await bySql(clickhouse, 'topic'),
		by_channel_name: await bySql(clickhouse, `ticket['channel_name']`),
		by_Manager: await bySql(clickhouse, `ticket['manager']`),
		by_Agent_Shift: await bySql(clickhouse, `ticket['shift']`),
		by_Tenure_Bucket: await bySql(clickhouse, `ticket['tenure_bucket']`)
	};
}

const CHANNELS: Record<string, string> = { phone: 'Inbound', other: 'Outcall', email: 'Email' };

/** The figures that have a KPI, from the KPIs. */
export async function ticketKpis(clickhouse: ClickHouseClient) {
	const groupings: (GroupBy | undefined)[] = [undefined, 'team', 'topic', 'channel'];
	const [response, satisfaction] = await Promise.all([
		rowsOf(clickhouse, 'first_response', groupings),
		rowsOf(clickhouse, 'satisfaction', groupings)
	]);
	const [all, by_Supervisor, by_category, by_channel_name] = satisfaction.map((answers, at) =>
		Object.fromEntries(
			[...answers].map(([group, { n, sum, mean, numerator }]) => {
				const replies = response[at]?.get(group);
				return [
					groupings[at] === 'channel' ? (CHANNELS[group] ?? group) : group,
					{
						n,
						csat_sum: sum,
						csat_mean: mean,
						csat_4_5: numerator,
						negative_durations: replies?.defects,
						resp_min_mean_nonneg: (replies?.sum ?? NaN) / (replies?.n ?? NaN) / 60,
						resp_min_median_nonneg: (replies?.p50 ?? NaN) / 60
					}
				];
			})
		)
	);
	return { total: all?.[''], by_Supervisor, by_category, by_channel_name };
}
