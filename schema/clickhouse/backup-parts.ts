import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TableState } from './backup-manifest.ts';
import { FROM_OUTSIDE } from './backup-work.ts';
import type { ClickHouseClient } from './client.ts';

const Parts = z.array(
	z.object({ table: z.string(), name: z.string(), rows: z.coerce.number(), hash: z.string() })
);
export type Part = z.infer<typeof Parts>[number];

/** The parts of every table, those just merged into others too: `hash` is of all files of a part. */
export async function readParts(
	clickhouse: ClickHouseClient,
	database: string,
	active = false
): Promise<Part[]> {
	const result = await clickhouse.query({
		query: `SELECT table, name, rows, hash_of_all_files AS hash FROM system.parts
			WHERE database = {database:String} AND (active OR NOT {active:Bool})`,
		query_params: { database, active },
		format: 'JSONEachRow',
		clickhouse_settings: FROM_OUTSIDE
	});
	return Parts.parse(await result.json());
}

/** Names of the tables that hold rows. */
export async function readTables(clickhouse: ClickHouseClient, database: string): Promise<string[]> {
	const result = await clickhouse.query({
		query: `SELECT name FROM system.tables
			WHERE database = {database:String} AND engine LIKE '%MergeTree' ORDER BY name`,
		query_params: { database },
		format: 'JSONEachRow',
		clickhouse_settings: FROM_OUTSIDE
	});
	return z
		.array(z.object({ name: z.string() }))
		.parse(await result.json())
		.map(({ name }) => name);
}

/** What these parts are together, in whatever order they come and whatever they are called. */
export function stateOf(parts: readonly Part[]): TableState {
	const hashes = parts.map(({ rows, hash }) => `${rows} ${hash}`).sort();
	return {
		rows: parts.reduce((sum, { rows }) => sum + rows, 0),
		parts: parts.length,
		checksum: createHash('sha256').update(hashes.join('\n')).digest('hex')
	};
}

/** The state of each table from the parts that ClickHouse has written into `folder`, as `known` from when it did. */
export function statesIn(
	folder: string,
	{ database, tables, known }: { database: string; tables: readonly string[]; known: readonly Part[] }
): Record<string, TableState> {
	const byName = new Map(known.map((part) => [`${part.table}/${part.name}`, part]));
	return Object.fromEntries(
		tables.map((table) => {
			const data = join(folder, 'data', database, table);
			const names = existsSync(data) ? readdirSync(data) : [];
			const parts = names.map((name) => {
				const part = byName.get(`${table}/${name}`);
				if (!part)
					throw new Error(`ClickHouse has written a part it did not list: ${name} of ${table}. Try again.`);
				return part;
			});
			return [table, stateOf(parts)];
		})
	);
}
