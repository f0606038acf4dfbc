import { readdirSync, readFileSync } from 'node:fs';
import { fillMissingCalendars } from './calendars.ts';
import type { ClickHouseClient } from './client.ts';
import { definitions, type Definition } from './definitions.ts';
import { statements } from './statements.ts';

const FOLDER = new URL('./', import.meta.url);

/** The numbered SQL files, in order. */
export const migrations = () =>
	readdirSync(FOLDER)
		.filter((name) => /^\d{3}_\w+\.sql$/.test(name))
		.sort();

const DROPPED = 'dropped';

/** What the ledger says of a definition: its name and what it was, so that a changed one is created again. */
export const entryOf = ({ name, hash }: Definition) => `${name}@${hash}`;

async function readLedger(clickhouse: ClickHouseClient): Promise<Set<string>> {
	// Of a definition that has been another one meanwhile, only the latest stands.
	const ledger = await clickhouse.query({
		query: `SELECT argMax(entry.name, applied_at) AS name FROM migrations AS entry GROUP BY splitByChar('@', entry.name)[1]`,
		format: 'JSONEachRow'
	});
	return new Set((await ledger.json<{ name: string }>()).map(({ name }) => name));
}

async function run(clickhouse: ClickHouseClient, name: string, queries: string[]) {
	try {
		for (const query of queries) await clickhouse.command({ query });
	} catch (error) {
		throw new Error(`Migration ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
	}
}

const note = (clickhouse: ClickHouseClient, names: string[]) =>
	clickhouse.insert({ table: 'migrations', values: names.map((name) => ({ name })), format: 'JSONEachRow' });

/** Creates the definitions that are not as the ledger knows them, and drops views that no file defines any more. */
async function define(clickhouse: ClickHouseClient, applied: Set<string>): Promise<string[]> {
	const all = definitions();
	const changed = all.filter((definition) => !applied.has(entryOf(definition)));
	const create = ({ name, query }: Definition) => run(clickhouse, name, [query]);
	// What takes parameters is in one piece, and analysed when it is asked: in any order. One after the other they take twice as long.
	const takesParameters = ({ kind, query }: Definition) => kind === 'VIEW' && /\{\w+:/.test(query);
	for (const definition of changed.filter((one) => !takesParameters(one))) await create(definition);
	await Promise.all(changed.filter(takesParameters).map(create));
	const known = new Set(all.map(({ name }) => name));
	const gone = [...applied]
		.map((entry) => entry.split('@'))
		.flatMap(([name = '', hash]) => (hash && hash !== DROPPED && !known.has(name) ? [name] : []));
	for (const name of gone) await run(clickhouse, name, [`DROP VIEW IF EXISTS ${name}`]);
	// Together at the end: creating one again does no harm.
	const entries = [...changed.map(entryOf), ...gone.map((name) => `${name}@${DROPPED}`)];
	if (entries.length > 0) await note(clickhouse, entries);
	return [...changed.map(({ name }) => name), ...gone];
}

/**
 * Brings `database` up to date: runs the numbered files not yet in its ledger, each statement idempotent, then creates the
 * views and functions that are not as their files say, and resolves with the names of all it did. A file that failed half-way
 * is not in the ledger and runs again. Throws naming the file or view.
 */
export async function migrate(clickhouse: ClickHouseClient, database: string): Promise<string[]> {
	if (!/^\w+$/.test(database))
		throw new Error(`CLICKHOUSE_DATABASE: letters, digits and _ only, not ${database}`);
	// The client's own database may not exist yet.
	await clickhouse.command({
		query: `CREATE DATABASE IF NOT EXISTS ${database}`,
		clickhouse_settings: { database: 'default' } as Record<string, string>
	});
	await clickhouse.command({
		query: `CREATE TABLE IF NOT EXISTS migrations (name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
			ENGINE = ReplacingMergeTree ORDER BY name COMMENT 'ledger: which SQL files have run here'`
	});
	const applied = await readLedger(clickhouse);
	const files = migrations().filter((name) => !applied.has(name));
	for (const name of files) {
		await run(clickhouse, name, statements(readFileSync(new URL(name, FOLDER), 'utf8')));
		await note(clickhouse, [name]);
	}
	const defined = await define(clickhouse, applied);
	// What calendars are written out to is in no backup.
	await fillMissingCalendars(clickhouse);
	return [...files, ...defined];
}
