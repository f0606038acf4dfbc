import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

const TABLES = [
	...['events', 'cases', 'customer_activity', 'inspections', 'staff_surveys', 'survey_deliverers', 'sources'],
	...['agent_states', 'breach_actions', 'breach_escalations', 'parameters']
];

/** Forgets every event, and the parameters, so that tests can share one database. */
export const empty = (clickhouse: ClickHouseClient) =>
	Promise.all(TABLES.map((table) => clickhouse.command({ query: `TRUNCATE TABLE ${table}` })));

/** A row of the standards file's parameters: which, how much, from when. */
export type Parameter = { name: string; key?: string; value: number; valid_from?: string };

/** Puts parameters in force, from 1990 unless told otherwise. */
export const setParameters = (clickhouse: ClickHouseClient, parameters: Parameter[]) =>
	clickhouse.insert({
		table: 'parameters',
		values: parameters.map((parameter) => ({ key: '', valid_from: '1990-01-01 00:00:00', ...parameter })),
		format: 'JSONEachRow'
	});
