import { randomBytes } from 'node:crypto';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

/** A table that says whom an erasure is about while it runs. It lives in memory alone: nothing of it gets into a file. */
const PREFIX = 'erasure_';
/** What is older was left by an erasure that was interrupted. */
const STALE_S = 3_600;

export type SubjectOptions = {
	clickhouse: ClickHouseClient;
	database: string;
	pseudonym: string;
	/** From what age, in seconds, such a table counts as left behind. */
	staleS?: number;
};

/**
 * Names the customer and everything that follows from it in a table of its own, and drops it after `work`. Statements then speak of
 * `kind` and never of the customer: ClickHouse writes down the text of every mutation, and of every query it logs.
 */
export async function withSubject<T>(
	{ clickhouse, database, pseudonym, staleS = STALE_S }: SubjectOptions,
	work: (subject: Subject) => Promise<T>
): Promise<T> {
	await dropStale(clickhouse, database, staleS);
	const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
	const table = `${database}.${name}`;
	const command = (query: string) => clickhouse.command({ query });
	await command(
		`CREATE TABLE ${table} (kind LowCardinality(String), value String) ENGINE = Memory COMMENT 'an erasure that is under way'`
	);
	try {
		await clickhouse.insert({
			table,
			values: [{ kind: 'customer', value: pseudonym }],
			format: 'JSONEachRow'
		});
		return await work({
			name,
			all: (kind) => `(SELECT value FROM ${table} WHERE kind = '${kind}')`,
			list: (kind) => `(SELECT groupArray(value) FROM ${table} WHERE kind = '${kind}')`,
			add: (kind, select) => command(`INSERT INTO ${table} SELECT '${kind}', value FROM (${select})`)
		});
	} finally {
		await command(`DROP TABLE ${table} SYNC`).catch(() => {}); // ClickHouse went away: memory is gone, too
	}
}

type Kind = 'customer' | 'case' | 'quarantined';

export type Subject = {
	/** Its name, by which mutations that read it are known. */
	name: string;
	/** A subquery of all values of a kind. */
	all: (kind: Kind) => string;
	/** The same as one array. */
	list: (kind: Kind) => string;
	/** Adds the column `value` of a SELECT. */
	add: (kind: Kind, select: string) => Promise<unknown>;
};

/** Drops what interrupted erasures have left, unless a mutation still reads it. */
async function dropStale(clickhouse: ClickHouseClient, database: string, staleS: number) {
	const result = await clickhouse.query({
		query: `SELECT name FROM system.tables
			WHERE database = {database:String} AND startsWith(name, '${PREFIX}') AND engine = 'Memory'
				AND metadata_modification_time < now() - ${staleS}
				AND NOT arrayExists(command -> position(command, name) > 0,
					(SELECT groupArray(command) FROM system.mutations WHERE NOT is_done))`,
		query_params: { database },
		format: 'JSONEachRow'
	});
	for (const { name } of await result.json<{ name: string }>())
		await clickhouse.command({ query: `DROP TABLE ${database}.${name} SYNC` });
}
