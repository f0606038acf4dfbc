import { readdirSync, readFileSync } from 'node:fs';
import type { ClickHouseClient } from './client.ts';
import { inline, viewOf } from './inline.ts';

const FOLDER = new URL('./', import.meta.url);

/** The numbered SQL files, in order. */
export const migrations = () =>
	readdirSync(FOLDER)
		.filter((name) => /^\d{3}_\w+\.sql$/.test(name))
		.sort();

/** The statements of a file: each ends with a semicolon at the end of a line. */
export const statements = (sql: string) =>
	sql
		.split(/;[ \t]*(?:\r?\n|$)/)
		.map((statement) => statement.trim())
		.filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');

/** The statements of every file, each view in one piece: see `inline`. */
function inOnePiece(): Map<string, string[]> {
	const views = new Map<string, string>();
	return new Map(
		migrations().map((name) => [
			name,
			statements(readFileSync(new URL(name, FOLDER), 'utf8')).map((statement) => {
				const whole = inline(statement, views);
				const view = viewOf(whole);
				if (view) views.set(view.name, view.body);
				return whole;
			})
		])
	);
}

/**
 * Brings `database` up to date: runs the files not yet in its ledger, each statement idempotent, and resolves with the
 * names it ran. A file that failed half-way is not in the ledger and runs again. Throws naming the file.
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
	const ledger = await clickhouse.query({ query: 'SELECT name FROM migrations', format: 'JSONEachRow' });
	const applied = new Set((await ledger.json<{ name: string }>()).map(({ name }) => name));
	const pending = migrations().filter((name) => !applied.has(name));
	const all = inOnePiece();
	for (const name of pending) {
		try {
			for (const query of all.get(name) ?? []) await clickhouse.command({ query });
		} catch (error) {
			throw new Error(`Migration ${name}: ${error instanceof Error ? error.message : error}`, {
				cause: error
			});
		}
		await clickhouse.insert({ table: 'migrations', values: [{ name }], format: 'JSONEachRow' });
	}
	return pending;
}
