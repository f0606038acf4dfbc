import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

const POLL_MS = 200;
/** A query that has read them for longer than this has to be ended by hand. */
const WAIT_MS = 10 * 60_000;

const Names = z.array(z.object({ name: z.string() }));
const Table = z.tuple([z.object({ engine_full: z.string() })]);

export type Place = { clickhouse: ClickHouseClient; database: string; table: string };

/** The parts of a table that were written anew or merged, and still lie on the disk. */
async function oldParts({ clickhouse, database, table }: Place): Promise<string[]> {
	const result = await clickhouse.query({
		query:
			'SELECT name FROM system.parts WHERE database = {database:String} AND table = {table:String} AND NOT active',
		query_params: { database, table },
		format: 'JSONEachRow'
	});
	return Names.parse(await result.json()).map(({ name }) => name);
}

/** How long a table keeps its old parts, where that is said of this table and not of all. */
async function ownLifetime({ clickhouse, database, table }: Place): Promise<string | undefined> {
	const result = await clickhouse.query({
		query:
			'SELECT engine_full FROM system.tables WHERE database = {database:String} AND name = {table:String}',
		query_params: { database, table },
		format: 'JSONEachRow'
	});
	const [{ engine_full }] = Table.parse(await result.json());
	return /old_parts_lifetime = (\d+)/.exec(engine_full)?.[1];
}

/**
 * Removes the old parts of a table from the disk now; ClickHouse itself takes its time, 8 minutes by default. Parts that become old
 * meanwhile are not waited for. `onProgress` is told how many are left.
 */
export async function removeOldParts(place: Place, onProgress?: (parts: number) => void): Promise<void> {
	const { clickhouse, database, table } = place;
	const old = new Set(await oldParts(place));
	if (old.size === 0) return;
	const alter = (change: string) =>
		clickhouse.command({ query: `ALTER TABLE ${database}.${table} ${change}` });
	const lifetime = await ownLifetime(place);
	await alter('MODIFY SETTING old_parts_lifetime = 0');
	try {
		const deadline = Date.now() + WAIT_MS;
		for (;;) {
			// There is no such partition: but dropping any makes ClickHouse look for old parts at once.
			await alter("DROP PARTITION ID 'none'");
			const left = (await oldParts(place)).filter((name) => old.has(name)).length;
			if (left === 0) return;
			if (Date.now() > deadline)
				throw new Error(
					`${left} old parts of ${table} are still read by a query: end it (SHOW PROCESSLIST), and run this again`
				);
			onProgress?.(left);
			await sleep(POLL_MS);
		}
	} finally {
		const back =
			lifetime === undefined
				? 'RESET SETTING old_parts_lifetime'
				: `MODIFY SETTING old_parts_lifetime = ${lifetime}`;
		await alter(back);
	}
}
