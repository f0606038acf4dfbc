import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Unreadable, type Load, type Store } from './clickhouse.ts';
import { errorText } from './error-text.ts';
import type { Spool, StoredRecord } from './spool.ts';

/** One insert takes so much at most: larger ones are cheaper a row, until they hold up what comes behind. */
const MOST = { bytes: 32 * 1024 * 1024, rows: 100_000, records: 5_000 };
/** Inserts begin at least this far apart: each makes a part that ClickHouse has to merge. */
const INTERVAL_MS = 100;
/** While much comes they begin this far apart at most: an insert of 50,000 rows costs half of five of 10,000. */
const BUSY = { ms: 500, from_rows: 2_000, to_rows: 50_000 };
/** What is stored leaves the spool with the next commit; without one, after this long. */
const TIDY_MS = 1_000;
/** A trouble that is not ClickHouse's (such as an unreadable disk) is tried again after this long. */
const RETRY_MS = 1_000;

type Unread = { record: StoredRecord; reason: string };

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

	/** Inserts records of one table; resolves with those that ClickHouse cannot read, found by halving. */
	async function insert(records: readonly StoredRecord[]): Promise<Unread[]> {
		const [only] = records;
		if (!only) return [];
		try {
			await store.insert(loadOf(only.table, records));
			return [];
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			if (records.length === 1) return [{ record: only, reason: error.message }];
			const middle = records.length >> 1;
			return [...(await insert(records.slice(0, middle))), ...(await insert(records.slice(middle)))];
		}
	}

	/** Only where ClickHouse reads others of the same table is it the block that is at fault, and not the table or a view. */
	async function insertAll(records: readonly StoredRecord[]) {
		const failed = await insert(records);
		if (failed.length > 0 && failed.length === records.length)
			throw new Error(`ClickHouse can read nothing for ${records[0]?.table}: ${failed[0]?.reason}`);
		const unread: Unread[] = [];
		for (const { record } of failed) unread.push(...(await insert([record]))); // it may have been a bad moment after all
		for (const { record, reason } of unread) {
			spool.setAside(record, reason);
			log.error(
				{ table: record.table, rows: record.rows, error: reason },
				'ClickHouse cannot read a block: it is set aside in the spool and tried again at the next start'
			);
		}
		return unread.map(({ record }) => record);
	}

	async function handOn(records: readonly StoredRecord[]) {
		const unread = new Set<StoredRecord>();
		for (const table of new Set(records.map(({ table }) => table)))
			for (const record of await insertAll(records.filter((record) => record.table === table)))
				unread.add(record);
		spool.pass(
			records.at(-1)?.id ?? 0,
			records.filter((record) => !unread.has(record))
		);
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
