import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseError } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { backoffMs } from './backoff.ts';
import type { Counters } from './counters.ts';
import { errorText } from './error-text.ts';

/** Rows for one table, as blocks in ClickHouse's Native format. */
export type Load = { table: string; rows: number; blocks: readonly Buffer[] };

export type Store = {
	/**
	 * Resolves when everything is stored. Tries for ever; rejects once `abort` was called, or with `Unreadable` when
	 * ClickHouse cannot read it, so that trying again cannot help.
	 */
	insert(load: Load): Promise<void>;
	/** Whether ClickHouse answers now. */
	ping(): Promise<boolean>;
	/** Gives up what is being tried. */
	abort(): void;
};

/** ClickHouse cannot read a block: its content is at fault, not the moment. */
export class Unreadable extends Error {}

const PING_MS = 1_000;
/** After an outage the numbers should be live again soon, so it is never slept for longer. */
const LONGEST_WAIT_MS = 1_000;
const UNREAD_ATTEMPTS = 3;

/**
 * ClickHouse's error codes that say a block cannot be read: trying again cannot help. Everything else (no connection, no
 * rights, no table, no memory, no disk, too many parts) can pass, so it is tried again: nothing is dropped for it. So does
 * an unknown column, which is 117 as well: a table behind our schema waits for the migration.
 */
const DATA_ERRORS: ReadonlySet<string> = new Set(
	[6, 25, 26, 27, 32, 33, 38, 41, 49, 53, 70, 72, 117, 130, 131, 190, 271, 321, 349, 467, 691].map(String)
);

const isData = (error: unknown): error is ClickHouseError =>
	error instanceof ClickHouseError && DATA_ERRORS.has(error.code) && !/unknown column/i.test(error.message);

type StoreOptions = {
	clickhouse: ClickHouseClient;
	counters: Counters;
	log: Logger;
	/** Told of each insert that was stored. */
	onInsert?: (seconds: number, rows: number) => void;
	random?: () => number;
};

/** The end of the way: inserts, again and again until ClickHouse has stored it. */
export function createStore({ clickhouse, counters, log, onInsert, random }: StoreOptions): Store {
	const aborted = new AbortController();
	let away = false;

	async function write({ table, blocks }: Load) {
		const { stream } = await clickhouse.exec({
			query: `INSERT INTO ${table} FORMAT Native`,
			values: Readable.from(blocks, { objectMode: false }),
			abort_signal: aborted.signal,
			clickhouse_settings: {
				async_insert: 0,
				// Repeated whole batches make state that is idempotent; windows of de-duplication lose rows after a crash.
				insert_deduplicate: 0,
				wait_end_of_query: 1,
				input_format_defaults_for_omitted_fields: 1,
				input_format_skip_unknown_fields: 0,
				// What stands twice in one insert need not be found before it is written: reading and merging do (a third less time).
				optimize_on_insert: 0
			}
		});
		for await (const _ of stream); // an insert answers nothing; the connection is free once that is read
	}

	function noteState(now: 'stored' | 'away', error?: unknown) {
		if (away === (now === 'away')) return;
		away = now === 'away';
		if (away)
			log.error(
				{ error: errorText(error) },
				'ClickHouse does not take events: they wait in the spool until it does'
			);
		else log.info('ClickHouse takes events again');
	}

	/** Inserts, waiting longer from attempt to attempt. */
	async function insert(load: Load) {
		let unread = 0;
		for (let attempt = 0; ; attempt++) {
			const begun = performance.now();
			try {
				await write(load);
				counters.last_stored_at = new Date().toISOString();
				onInsert?.((performance.now() - begun) / 1_000, load.rows);
				return noteState('stored');
			} catch (error) {
				aborted.signal.throwIfAborted();
				// A body that was garbled on its way passes, too: what cannot be read cannot be read again and again.
				if (isData(error) && ++unread >= UNREAD_ATTEMPTS)
					throw new Unreadable(errorText(error), { cause: error });
				// Once is a connection that ClickHouse had closed; twice is trouble.
				if (!isData(error) && attempt > 0) noteState('away', error);
				counters.retries++;
				await sleep(backoffMs(attempt, { to: LONGEST_WAIT_MS, random }), undefined, {
					signal: aborted.signal
				});
			}
		}
	}

	async function ping(): Promise<boolean> {
		const answer = await clickhouse
			.ping({ select: false, abort_signal: AbortSignal.timeout(PING_MS) })
			.catch(() => ({ success: false }));
		return answer.success;
	}

	return { insert, ping, abort: () => aborted.abort(new Error('given up: ClickHouse does not take events')) };
}
