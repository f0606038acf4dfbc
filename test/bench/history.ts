import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { HISTORY, HOURS_OF_WEEK } from './history-sql.ts';

/** A history to measure on. The same options give the same events, to the last one. */
export type History = {
	cases: number;
	weeks: number;
	teams: number;
	/** When it ends: RFC 3339, a Monday's midnight in the business zone if days are to look like days. */
	end: string;
};

/** A hundred million events. */
export const FULL: History = { cases: 20_000_000, weeks: 13, teams: 20, end: '2026-11-22T16:00:00Z' };

/** Cases in one INSERT: large enough that ClickHouse's time goes into rows, small enough to be answered within the client's minute. */
const AT_ONCE = 50_000;
/** INSERTs at a time: working one out takes one core. */
const LANES = 2;

const moment = (time: string) => new Date(time).toISOString().replace('T', ' ').replace('Z', '');

/**
 * Fills a migrated database with a history; the materialised views fill the state. A ledger in the database says how far it has got, so that
 * it goes on after an interruption; a chunk inserted twice does no harm, for state is idempotent. Throws when the database
 * holds another history. `tell` hears of every chunk. Resolves to how many cases it has filled in: fewer than there are where some were there.
 */
export async function fillHistory(
	clickhouse: ClickHouseClient,
	history: History,
	tell: (done: number) => void = () => {}
): Promise<number> {
	await clickhouse.command({
		query: `CREATE TABLE IF NOT EXISTS bench_chunks (history String, first UInt64, done_at DateTime DEFAULT now())
			ENGINE = ReplacingMergeTree ORDER BY (history, first)`
	});
	const sql = createHash('sha256').update(HISTORY).digest('hex').slice(0, 8);
	const name = JSON.stringify({ ...history, sql });
	const result = await clickhouse.query({
		query: 'SELECT history, first FROM bench_chunks',
		format: 'JSONEachRow'
	});
	const done = await result.json<{ history: string; first: number }>();
	if (done.some((chunk) => chunk.history !== name))
		throw new Error(
			`The database holds another history, ${done[0]?.history}: remove it, or ask for that one.`
		);
	const known = new Set(done.map((chunk) => chunk.first));
	const chunks = Array.from({ length: Math.ceil(history.cases / AT_ONCE) }, (_, index) => index * AT_ONCE);
	const pending = chunks.filter((first) => !known.has(first));
	const missing = pending.reduce((sum, first) => sum + Math.min(AT_ONCE, history.cases - first), 0);
	await withoutMerges(clickhouse, async () => {
		await Promise.all(Array.from({ length: LANES }, lane));
	});
	await merged(clickhouse);
	return missing;

	async function lane() {
		for (let first = pending.shift(); first !== undefined; first = pending.shift()) {
			await fillChunk(clickhouse, history, first);
			await clickhouse.insert({
				table: 'bench_chunks',
				values: [{ history: name, first }],
				format: 'JSONEachRow'
			});
			tell(history.cases - pending.length * AT_ONCE);
		}
	}
}

async function fillChunk(clickhouse: ClickHouseClient, { cases, weeks, teams, end }: History, first: number) {
	const count = Math.min(AT_ONCE, cases - first);
	await clickhouse.command({
		query: HISTORY,
		query_params: { cases, weeks, teams, end: moment(end), hours: HOURS_OF_WEEK, first, count },
		clickhouse_settings: {
			max_insert_block_size: '2000000',
			min_insert_block_size_rows: '2000000',
			min_insert_block_size_bytes: '2000000000',
			max_block_size: '50000',
			max_insert_threads: '1'
		}
	});
}

/** Merging while so much comes would write everything several times over: afterwards it is once. */
async function withoutMerges(clickhouse: ClickHouseClient, work: () => Promise<void>): Promise<void> {
	const say = async (word: 'STOP' | 'START') => {
		for (const table of ['events', 'cases'])
			await clickhouse.command({
				query: `SYSTEM ${word} MERGES {table:Identifier}`,
				query_params: { table }
			});
	};
	await say('STOP');
	try {
		await work();
	} finally {
		await say('START');
	}
}

/** Resolves when ClickHouse has nothing left to merge. */
async function merged(clickhouse: ClickHouseClient): Promise<void> {
	for (let quiet = 0; quiet < 5;) {
		await sleep(1_000);
		const result = await clickhouse.query({
			query: 'SELECT count() AS running FROM system.merges WHERE database = currentDatabase()',
			format: 'JSONEachRow'
		});
		const [row] = await result.json<{ running: number }>();
		quiet = row?.running === 0 ? quiet + 1 : 0;
	}
}

/** Rows and bytes on the disk of every table. */
export async function sizes(clickhouse: ClickHouseClient) {
	const result = await clickhouse.query({
		query: `SELECT table, sum(rows) AS rows, sum(data_compressed_bytes) AS bytes, sum(data_uncompressed_bytes) AS bytes_plain, count() AS parts
			FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table ORDER BY bytes DESC`,
		format: 'JSONEachRow'
	});
	return result.json<{ table: string; rows: number; bytes: number; bytes_plain: number; parts: number }>();
}
