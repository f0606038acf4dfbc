import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** The rows of older saves: standards_files keeps what they said. `former` stays, for questions that began before the save. */
const OLDER = ['standards', 'calendars', 'parameters'].map(
	(table) => /* sql */ `ALTER TABLE ${table} DELETE WHERE file < {former:UInt64}`
);

/** Names under which a calendar is written out that neither this file nor the one before refers to. */
const STALE = /* sql */ `
	SELECT groupUniqArray(calendar) AS names
	FROM calendar_days
	WHERE calendar NOT IN (SELECT expanded FROM calendars)`;

const STALE_ROWS = ['calendar_days', 'calendar_open_days'].map(
	(table) => /* sql */ `ALTER TABLE ${table} DELETE WHERE calendar IN {names:Array(String)}`
);

const Stale = z.tuple([z.object({ names: z.array(z.string()) })]);

/** Removes what no question reads any more. */
export async function forgetOlder(clickhouse: ClickHouseClient, former: number) {
	const settled = { clickhouse_settings: { mutations_sync: '1' } } as const;
	for (const query of OLDER) await clickhouse.command({ query, query_params: { former }, ...settled });
	const result = await clickhouse.query({ query: STALE, format: 'JSONEachRow' });
	const [{ names }] = Stale.parse(await result.json());
	if (names.length === 0) return;
	for (const query of STALE_ROWS) await clickhouse.command({ query, query_params: { names }, ...settled });
}
