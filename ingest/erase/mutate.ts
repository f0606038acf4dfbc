import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

const POLL_MS = 200;

const Mutations = z.array(
	z.object({ mutation_id: z.string(), parts_to_do: z.coerce.number(), latest_fail_reason: z.string() })
);

export type Mutation = {
	clickhouse: ClickHouseClient;
	database: string;
	table: string;
	/** The commands of the ALTER TABLE. */
	change: string;
	/** A name in the commands that no other mutation has. */
	known: string;
	/** Told how many parts of the table are still to be written anew. */
	onProgress?: (parts: number) => void;
};

/** Changes a table by a mutation and resolves when it has gone through all of it. One that fails is taken back, and said. */
export async function mutate({ clickhouse, database, table, change, known, onProgress }: Mutation) {
	// Not waited for in one request: on a large table it takes longer than any connection should.
	await clickhouse.command({
		query: `ALTER TABLE ${database}.${table} ${change}`,
		clickhouse_settings: { mutations_sync: '0', allow_nondeterministic_mutations: 1 }
	});
	for (;;) {
		const result = await clickhouse.query({
			query: `SELECT mutation_id, parts_to_do, latest_fail_reason FROM system.mutations
				WHERE database = {database:String} AND table = {table:String} AND NOT is_done
					AND position(command, {known:String}) > 0`,
			query_params: { database, table, known },
			format: 'JSONEachRow'
		});
		const unfinished = Mutations.parse(await result.json());
		if (unfinished.length === 0) return;
		const failed = unfinished.find(({ latest_fail_reason }) => latest_fail_reason !== '');
		if (failed) {
			await clickhouse.command({
				query:
					'KILL MUTATION WHERE database = {database:String} AND table = {table:String} AND position(command, {known:String}) > 0',
				query_params: { database, table, known }
			});
			throw new Error(`ClickHouse cannot change ${table}: ${failed.latest_fail_reason.slice(0, 300)}`);
		}
		onProgress?.(Math.max(...unfinished.map(({ parts_to_do }) => parts_to_do)));
		await sleep(POLL_MS);
	}
}
