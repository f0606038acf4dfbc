import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ClickHouseClient } from './client.ts';

const POLL_MS = 300;

/** For queries about a database that may not be there: they are asked from one that always is. */
export const FROM_OUTSIDE: Record<string, string> = { database: 'system' };

const Begun = z.tuple([z.object({ id: z.string() })]);
const State = z.tuple([
	z.object({
		status: z.string(),
		error: z.string(),
		total_size: z.coerce.number(),
		bytes_read: z.coerce.number()
	})
]);
export type State = z.infer<typeof State>[0];

/** Runs a BACKUP or RESTORE to its end, in the background of the server: no connection has to last so long. */
export async function work(
	clickhouse: ClickHouseClient,
	query: string,
	onPoll: (state: State) => Promise<void> | void = () => {}
): Promise<void> {
	const result = await clickhouse.query({
		query: `${query} ASYNC`,
		format: 'JSONEachRow',
		clickhouse_settings: FROM_OUTSIDE
	});
	const [{ id }] = Begun.parse(await result.json());
	for (;;) {
		const answer = await clickhouse.query({
			query: 'SELECT status, error, total_size, bytes_read FROM system.backups WHERE id = {id:String}',
			query_params: { id },
			format: 'JSONEachRow',
			clickhouse_settings: FROM_OUTSIDE
		});
		const [state] = State.parse(await answer.json());
		await onPoll(state);
		if (['BACKUP_CREATED', 'RESTORED'].includes(state.status)) return;
		if (/FAILED|CANCELLED/.test(state.status)) throw new Error(explain(state.error));
		await sleep(POLL_MS);
	}
}

/** What ClickHouse says, and what to do about it where that is known. */
export function explain(error: string): string {
	const words = error.split(', Stack trace')[0] ?? error;
	if (/allowed_path|BACKUP_NOT_ALLOWED|not allowed/i.test(words))
		return `ClickHouse may not write or read there: ${words}\nGive the server <backups><allowed_path>…</allowed_path></backups> in its configuration. See schema/clickhouse/README.md.`;
	if (/NOT_ENOUGH_SPACE|No space left/i.test(words)) return `The disk is full: ${words}`;
	return `ClickHouse: ${words}`;
}

/** A path as a text of SQL. */
export const quoted = (path: string) => `'${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
