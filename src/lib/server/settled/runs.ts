import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** Where what is derived stands, and who speaks to it. */
export type Place = { clickhouse: ClickHouseClient; settled: string };

/** Who began this long ago and has not said that it is done has died. */
const LOST_MS = 10 * 60_000;

/** So many runs are remembered, at least. */
const KEPT = 10_000;

export async function select<Row>(
	{ clickhouse, settled }: Place,
	query: string,
	params: Record<string, unknown> = {},
	settings: Record<string, number> = {}
): Promise<Row[]> {
	const found = await clickhouse.query({
		query,
		query_params: { settled, ...params },
		clickhouse_settings: settings,
		format: 'JSONEachRow'
	});
	return found.json<Row>();
}

export const command = (
	{ clickhouse, settled }: Place,
	query: string,
	params: Record<string, unknown> = {}
) => clickhouse.command({ query, query_params: { settled, ...params } });

/**
 * Begins a run: a number higher than that of every run before. What is read after it is at least as new as what those read, so of
 * two rows the one with the higher number is right, whoever wrote it: several dashboards may settle side by side.
 */
export async function beginRun(place: Place): Promise<number> {
	const [last] = await select<{ run: number }>(
		place,
		'SELECT max(run) AS run FROM {settled:Identifier}.runs'
	);
	const run = (last?.run ?? 0) + 1;
	await note(place, run, 'begun');
	return run;
}

export async function endRun(place: Place, run: number): Promise<void> {
	await note(place, run, 'done');
	// The latest must stay: numbers go on from it.
	if (run % KEPT === 0)
		await command(place, 'ALTER TABLE {settled:Identifier}.runs DELETE WHERE run < {before:UInt64}', {
			before: run - KEPT
		});
}

const note = ({ clickhouse, settled }: Place, run: number, state: 'begun' | 'done') =>
	clickhouse.insert({ table: `${settled}.runs`, values: [{ run, state }], format: 'JSONEachRow' });

/** The last run of which all is there: others may still be writing. */
export async function lastSeen(place: Place, run: number): Promise<number> {
	const [open] = await select<{ run: number | null }>(
		place,
		`SELECT minOrNull(run) AS run FROM
		(
			SELECT run, max(state = 'done') AS done, max(at) AS at FROM {settled:Identifier}.runs WHERE run < {run:UInt64} GROUP BY run
		)
		WHERE NOT done AND at > now64(3) - toIntervalMillisecond({lost:UInt32})`,
		{ run, lost: LOST_MS }
	);
	return open?.run === null || open === undefined ? run : open.run - 1;
}
