import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { Why } from '#schema/published.ts';
import { moment } from '../kpi/moment.ts';
import type { Week } from './weeks.ts';

// Whose case or customer the week knows, by the events of the week itself: what happens to them later may still bear on it.
const SINCE = /* sql */ `
	WITH
		cases_of_week AS
		(
			SELECT case_id
			FROM events
			WHERE time >= {from:DateTime64(3, 'UTC')} AND time < {to:DateTime64(3, 'UTC')} AND case_id != ''
		),
		customers_of_week AS
		(
			SELECT customer
			FROM events
			WHERE customer != '' AND (case_id IN cases_of_week
				OR (time >= {from:DateTime64(3, 'UTC')} AND time < {to:DateTime64(3, 'UTC')}))
		)
	SELECT
		uniqExactIf((source, id), time < {to:DateTime64(3, 'UTC')}) AS late_events,
		uniqExactIf((source, id), time >= {to:DateTime64(3, 'UTC')}
			AND (case_id IN cases_of_week OR customer IN customers_of_week)) AS later_events,
		(SELECT count() FROM standards_files WHERE saved_at > {since:DateTime64(3, 'UTC')}) AS standards
	FROM events
	PREWHERE received_at > {since:DateTime64(3, 'UTC')}`;

// The text of a view holds what it reads (standards_in_order, parameters_at, …).
const BY_STANDARDS = /* sql */ `
	SELECT substring(name, 5) AS kpi
	FROM system.tables
	WHERE database = currentDatabase()
		AND startsWith(name, 'kpi_')
		AND match(create_table_query, 'standards|parameters')`;

const Since = z.object({ late_events: z.int(), later_events: z.int(), standards: z.int() });

/** What has come since a figure was last right: events of its week or before, later ones of its cases and customers, saved standards. */
export type Since = z.infer<typeof Since>;

/** Asks what has come in the time since `since` (RFC 3339) that may bear on a week. */
export async function readSince(
	clickhouse: ClickHouseClient,
	{ from, to }: Week,
	since: string
): Promise<Since> {
	const result = await clickhouse.query({
		query: SINCE,
		query_params: { from: moment(from), to: moment(to), since: moment(since) },
		format: 'JSONEachRow'
	});
	return Since.parse((await result.json())[0]);
}

/** The KPIs that depend on standards or parameters. */
export async function kpisByStandards(clickhouse: ClickHouseClient): Promise<ReadonlySet<string>> {
	const result = await clickhouse.query({ query: BY_STANDARDS, format: 'JSONEachRow' });
	const rows = z.array(z.object({ kpi: z.string() })).parse(await result.json());
	return new Set(rows.map(({ kpi }) => kpi));
}

export type Change = {
	kpi: KpiId;
	/** The figure is another with today's data as of the time when it was last right: so it is not time alone. */
	data: boolean;
	/** It is yet another as of now: windows have passed. */
	matured: boolean;
	definition: boolean;
};

/** All that may have made a change. Corrections only where nothing else explains it: cases go on in any week. */
export function whyOf(
	{ kpi, data, matured, definition }: Change,
	{ late_events, later_events, standards }: Since,
	byStandards: ReadonlySet<string>
): Why[] {
	const found: Why[] = [];
	if (definition) found.push('definition');
	if (data && late_events > 0) found.push('late_events');
	if (data && standards > 0 && byStandards.has(kpi)) found.push('standards');
	if (data && found.length === 0) found.push(later_events > 0 ? 'corrections' : 'other');
	if (matured) found.push('matured');
	return found;
}
