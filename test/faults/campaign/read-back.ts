import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { GROUPINGS, type Counts, type Evidence, type KpiAnswer, type Row } from '../checker/evidence.ts';
import type { Ledger } from '../checker/ledger.ts';

const KPIS = [
	...['first_response', 'service_level', 'abandonment', 'resolution_time', 'cases_opened'],
	...['satisfaction', 'first_contact_resolution', 'complaint_recovery']
];

/** What an answer is asked by and in which grain, for each of the checker's groupings. */
const ASKED = { total: ['', 'total'], team: ['team', 'total'], day: ['', 'day'] } as const;

const QUARANTINE = `SELECT any(source) AS source, any(event_id) AS id, reason, path, any(event) AS event
	FROM quarantine GROUP BY quarantine.id, reason, path, detail`;

/** All rows of a question, as they come: a long table never stands in memory as a whole. */
async function* rows(clickhouse: ClickHouseClient, query: string): AsyncGenerator<Row> {
	const result = await clickhouse.query({ query, format: 'JSONEachRow' });
	for await (const some of result.stream<Row>()) for (const row of some) yield row.json();
}

async function count(clickhouse: ClickHouseClient, query: string): Promise<number> {
	for await (const row of rows(clickhouse, query)) return Number(Object.values(row)[0]);
	return 0;
}

/** How many different events stand in the table. */
export const countStored = (clickhouse: ClickHouseClient) =>
	count(clickhouse, 'SELECT uniqExact(source, id) FROM events');

/** How many rows the table has. */
export const countRows = (clickhouse: ClickHouseClient) => count(clickhouse, 'SELECT count() FROM events');

/** How many different rejected events are kept; undefined where there is no table for them. */
export async function countQuarantined(clickhouse: ClickHouseClient): Promise<number | undefined> {
	const tables = await count(
		clickhouse,
		`SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'quarantine'`
	);
	return tables === 0 ? undefined : count(clickhouse, 'SELECT uniqExact(source, event_id) FROM quarantine');
}

async function askKpi(clickhouse: ClickHouseClient, kpi: string, asOf: number): Promise<KpiAnswer[]> {
	const text = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
	const result = await clickhouse.query({
		query: `SELECT * FROM kpi_${kpi}(
			from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, as_of = {as_of:DateTime64(3, 'UTC')},
			teams = [], channels = [], threshold_s = NULL, by = {by:Array(String)}, grain = {grain:Array(String)}, zone = 'UTC')`,
		query_params: {
			from: '1990-01-01 00:00:00.000',
			to: text(asOf + 3_600_000),
			as_of: text(asOf),
			by: GROUPINGS.map((grouping) => ASKED[grouping][0]),
			grain: GROUPINGS.map((grouping) => ASKED[grouping][1])
		},
		format: 'JSONEachRow'
	});
	const answered = await result.json<Row>();
	return GROUPINGS.map((grouping, index) => ({
		kpi,
		grouping,
		rows: answered.filter(({ ask }) => ask === index + 1)
	}));
}

/** Reads back everything the checker judges, once all has settled. */
export async function readBack(
	clickhouse: ClickHouseClient,
	ledger: Ledger,
	counts: Counts[]
): Promise<Evidence> {
	const as_of = Date.now();
	const kpis = [];
	for (const kpi of KPIS) kpis.push(...(await askKpi(clickhouse, kpi, as_of)));
	const quarantined = await countQuarantined(clickhouse);
	return {
		ledger,
		events: rows(clickhouse, 'SELECT * FROM events'),
		cases: rows(
			clickhouse,
			`SELECT case_id, min(first_time) AS first_time, max(last_time) AS last_time, groupBitOr(facts) AS facts,
				groupUniqArrayArray(steps) AS steps
			FROM cases GROUP BY case_id`
		),
		activity: rows(clickhouse, 'SELECT DISTINCT customer, time, active, source, id FROM customer_activity'),
		sources: rows(
			clickhouse,
			'SELECT source, min(first_time) AS first_time, max(last_time) AS last_time FROM sources GROUP BY source'
		),
		counted_once: await count(clickhouse, 'SELECT count() FROM service_events'),
		kpis,
		as_of,
		...(quarantined !== undefined && { quarantine: rows(clickhouse, QUARANTINE) }),
		counts
	};
}
