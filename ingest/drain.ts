import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Unreadable, type Load, type Store } from './clickhouse.ts';
import { errorText } from './error-text.ts';
import type { Spool, StoredRecord } from './spool.ts';

/** One insert takes so much at most: larger ones are cheaper a row, until they hold up what comes behind. */
const MOST = { bytes: 32 * 1024 * 1024, rows: 100_000 };
/** Inserts begin at least this far apart: each makes a part that ClickHouse has to merge. */
const INTERVAL_MS = 100;
/** While much comes they begin this far apart at most: an insert of 50,000 rows costs half of five of 10,000. */
const BUSY = { ms: 500, from_rows: 2_000, to_rows: 50_000 };
/** What is stored leaves the spool with the next commit; without one, after this long. */
const TIDY_MS = 1_000;
/** A trouble that is not ClickHouse's (such as an unreadable disk) is tried again after this long. */
const RETRY_MS = 1_000;

export type DrainOptions = {
	spool: Spool;
	store: Store;
	log: Logger;
	intervalMs?: number;
};

/** Takes records out of the spool in order of arrival and into ClickHouse, for as long as it runs. */
export function createDrain({ spool, store, log, intervalMs = INTERVAL_MS }: DrainOptions) {
	let awake: (() => void) | undefined;
	let stopped = false;
	let waiting: (() => void)[] = [];
	let tidying: NodeJS.Timeout | undefined;

	/** Inserts records of one table; what ClickHouse cannot read is found by halving, and set aside. */
	async function insert(records: readonly StoredRecord[]): Promise<void> {
		const [only] = records;
		if (!only) return;
		try {
			await store.insert(loadOf(only.table, records));
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			if (records.length === 1) {
				spool.setAside(only.id, error.message);
				log.error(
					{ table: only.table, rows: only.rows, error: error.message },
					'ClickHouse cannot read a block: it is set aside in the spool and tried again at the next start'
				);
				return;
			}
			const middle = records.length >> 1;
			await insert(records.slice(0, middle));
			await insert(records.slice(middle));
		}
	}

	async function handOn(records: readonly StoredRecord[]) {
		for (const table of new Set(records.map(({ table }) => table)))
			await insert(records.filter((record) => record.table === table));
		spool.pass(records.at(-1)?.id ?? 0);
		tidying ??= setTimeout(tidy, TIDY_MS);
	}

	function tidy() {
		tidying = undefined;
		try {
			spool.tidy();
		} catch (error) {
			log.error(
				{ error: errorText(error) },
				'the spool could not be tidied: tried again with the next insert'
			);
		}
	}

	function nothingLeft() {
		for (const resolve of waiting) resolve();
		waiting = [];
		return new Promise<void>((resolve) => (awake = resolve));
	}

	/** Somebody waits for all of it, or there is a whole insert of it already. */
	const isWanted = () => waiting.length > 0 || spool.stats().rows >= BUSY.to_rows;
	const isBusy = () => spool.stats().rows >= BUSY.from_rows && !isWanted();

	async function step() {
		const begun = performance.now();
		const records = spool.read(MOST);
		if (records.length === 0) return nothingLeft();
		await handOn(records);
		const since = () => performance.now() - begun;
		if (isWanted()) return;
		await sleep(intervalMs - since());
		while (isBusy() && since() < BUSY.ms) await sleep(intervalMs / 2);
	}

	async function run() {
		while (!stopped) {
			try {
				await step();
			} catch (error) {
				if (stopped) return;
				log.error(
					{ error: errorText(error) },
					'the spool cannot be read or ClickHouse not be fed: tried again'
				);
				await sleep(RETRY_MS);
			}
		}
	}

	const running = run();

	/** There is something new in the spool. */
	function wake() {
		awake?.();
		awake = undefined;
	}

	return {
		wake,
		/** Resolves when everything in the spool now is in ClickHouse. */
		drained(): Promise<void> {
			return spool.stats().records === 0
				? Promise.resolve()
				: new Promise((resolve) => {
						waiting.push(resolve);
						wake();
					});
		},
		/** Stops; what is left stays in the spool for the next start. */
		async stop() {
			stopped = true;
			store.abort();
			wake();
			await running;
			clearTimeout(tidying);
			tidy();
		}
	};
}
export type Drain = ReturnType<typeof createDrain>;

const loadOf = (table: string, records: readonly StoredRecord[]): Load => ({
	table,
	rows: records.reduce((sum, { rows }) => sum + rows, 0),
	blocks: records.map(({ block }) => block)
});
