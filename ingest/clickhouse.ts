import { setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseError } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Refusal } from '#schema/event.ts';
import { backoffMs } from './backoff.ts';
import type { Counters } from './counters.ts';

/** An event on its way into ClickHouse: its row as JSON. `refused` is set when ClickHouse cannot store this very row. */
export type Item = { source: string; id: string; type: string; row: string; refused?: Refusal };

export type Store = {
	/** Resolves when every item is stored, or marked as refused. Tries for ever; rejects only once `abort` was called. */
	insert(items: Item[]): Promise<void>;
	/** Whether ClickHouse answers now. */
	ping(): Promise<boolean>;
	/** Gives up what is being tried. */
	abort(): void;
};

const PING_MS = 1_000;

/**
 * ClickHouse's error codes that say a row cannot be read: trying again cannot help. Everything else (no connection, no
 * rights, no table, no memory, no disk, too many parts) can pass, so it is tried again: nothing is dropped for it.
 */
const DATA_ERRORS: ReadonlySet<string> = new Set(
	[6, 25, 26, 27, 38, 41, 72, 117, 130, 131, 190, 321, 349, 467, 691].map(String)
);

/** An unknown field is a table behind our schema, not a fault of the event: it waits for the migration. */
const isData = (error: unknown): error is ClickHouseError =>
	error instanceof ClickHouseError && DATA_ERRORS.has(error.code) && !/unknown field/i.test(error.message);

type StoreOptions = { clickhouse: ClickHouseClient; counters: Counters; log: Logger; random?: () => number };

/** The end of the pipeline: inserts into the table `events`, again and again until ClickHouse has stored it. */
export function createStore({ clickhouse, counters, log, random }: StoreOptions): Store {
	const aborted = new AbortController();
	let away = false;

	// The rows stand behind the statement as they are: the client's `insert` would write each once more.
	const write = (items: Item[]) =>
		clickhouse.command({
			query: `INSERT INTO events FORMAT JSONEachRow\n${items.map(({ row }) => row).join('\n')}`,
			abort_signal: aborted.signal,
			clickhouse_settings: {
				async_insert: 0,
				// Repeated whole batches make state that is idempotent; windows of de-duplication lose rows after a crash.
				insert_deduplicate: 0,
				wait_end_of_query: 1,
				date_time_input_format: 'basic',
				input_format_defaults_for_omitted_fields: 1,
				input_format_skip_unknown_fields: 0
			}
		});

	function noteState(now: 'stored' | 'away', error?: unknown) {
		if (away === (now === 'away')) return;
		away = now === 'away';
		if (away)
			log.error({ error: describe(error) }, 'ClickHouse does not take events: trying again until it does');
		else log.info('ClickHouse takes events again');
	}

	/** Inserts, waiting longer from attempt to attempt; throws only what trying again cannot help. */
	async function persist(items: Item[]) {
		for (let attempt = 0; ; attempt++) {
			try {
				await write(items);
				counters.last_stored_at = new Date().toISOString();
				return noteState('stored');
			} catch (error) {
				aborted.signal.throwIfAborted();
				if (isData(error)) throw error;
				noteState('away', error);
				counters.retries++;
				await sleep(backoffMs(attempt, { random }), undefined, { signal: aborted.signal });
			}
		}
	}

	/** Halves what contains a row that ClickHouse cannot read, until that row stands alone; the others are stored. */
	async function insert(items: Item[]): Promise<void> {
		try {
			await persist(items);
		} catch (error) {
			if (!isData(error)) throw error;
			const [only] = items;
			if (items.length > 1) {
				const middle = items.length >> 1;
				await insert(items.slice(0, middle));
				await insert(items.slice(middle));
			} else if (only) {
				only.refused = {
					reason: 'invalid',
					path: '',
					detail: `ClickHouse cannot store the event (${error.type})`
				};
				const { source, type } = only;
				log.error(
					{ source, type, error: error.type, code: error.code },
					'ClickHouse cannot store an event: refused'
				);
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

/** An error's code and first line: a message may quote the data. */
const describe = (error: unknown) =>
	error instanceof ClickHouseError
		? `${error.code} ${error.type ?? ''}`
		: error instanceof Error
			? error.message.split('\n', 1)[0]
			: String(error);
