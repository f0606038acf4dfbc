import type { ClickHouseClient } from '../client.ts';
import { definitions, hashOf } from '../definitions.ts';
import { CELL_TABLES, rollOf, rollWeekOf, windowsOf } from './cells.ts';
import { ALL_KINDS, settledOf } from './kinds.ts';
import { CELLS, type CellsOf } from './rolled.ts';
import {
	BUILD_ACTIVES,
	BUILD_CASES,
	BUILD_CUSTOMERS,
	PASS,
	PASS_CUSTOMERS,
	SEEN,
	STAGE,
	STAGE_AGAIN,
	TOUCH_MISDATED,
	TABLES,
	VISITS_TABLE
} from './facts.ts';

const OTHERS = [
	`CREATE TABLE {settled:Identifier}.touched
		(
			what Enum8('case' = 1, 'customer' = 2),
			case_id String COMMENT 'or the customer who was active; empty: of no case',
			received_at DateTime64(3, 'UTC') COMMENT 'when ingest got the latest of it',
			at DateTime DEFAULT now()
		)
		ENGINE = ReplacingMergeTree PARTITION BY toStartOfMinute(at) ORDER BY (what, case_id)
		SETTINGS enable_block_number_column = 1
		COMMENT 'cases and customers of which something came in since they were last settled'`,
	`CREATE TABLE {settled:Identifier}.seen
		(
			case_id String,
			said UInt64 COMMENT 'a hash of all that the case said',
			kinds UInt16 COMMENT 'bits of the kinds of facts that were told of it',
			at DateTime DEFAULT now()
		)
		ENGINE = MergeTree PARTITION BY toStartOfMinute(at) ORDER BY case_id
		COMMENT 'what cases said when they were settled: of those that say the same nothing is to be told again'`,
	`CREATE TABLE {settled:Identifier}.runs
		(
			run UInt64, who UInt64 COMMENT 'at random', work Enum8('settle' = 1, 'roll' = 2, 'build' = 3, 'ledger' = 4), state Enum8('begun' = 1, 'done' = 2),
			at DateTime64(3, 'UTC') DEFAULT now64(3)
		)
		ENGINE = ReplacingMergeTree ORDER BY (run, who, state)
		COMMENT 'numbers in the order in which something was read; the higher one is right'`,
	`CREATE TABLE {settled:Identifier}.places (kind LowCardinality(String), quarter DateTime('UTC'))
		ENGINE = ReplacingMergeTree ORDER BY (kind, quarter)
		COMMENT 'the quarters of an hour that have ever had facts: days of every zone begin with one'`,
	`CREATE TABLE {settled:Identifier}.days
		(
			kpi LowCardinality(String), zone LowCardinality(String), day Date, run UInt64,
			roll UInt64 COMMENT 'which rows of the cells: of two that roll up a day at once each has its own',
			seen UInt64 COMMENT 'everything up to this run is in it; what changed later is in the log',
			file UInt64 COMMENT 'the standards file that was in force',
			fine UInt8 COMMENT '1: by hours, else the whole day',
			pieces Array(Tuple(at UInt32, passing_from Array(Nullable(Int64)), passing_until Array(Nullable(Int64))))
				COMMENT 'its pieces that have items, by when they begin, and from when until when (ms) each window of their items passes',
			at DateTime64(3, 'UTC') DEFAULT now64(3)
		)
		ENGINE = ReplacingMergeTree(run) ORDER BY (kpi, zone, day)
		COMMENT 'which is the roll-up of a day'`,
	`CREATE TABLE {settled:Identifier}.built (run UInt64, at DateTime64(3, 'UTC') DEFAULT now64(3))
		ENGINE = MergeTree ORDER BY run
		COMMENT 'a row: every case there was stands here; what was rolled up before is void'`,
	`CREATE TABLE {settled:Identifier}.staged
		ENGINE = MergeTree PARTITION BY run ORDER BY case_id
		SETTINGS index_granularity = 256
		COMMENT 'the cases that are being settled, by run'
		EMPTY AS SELECT toUInt64(0) AS run, now() AS at, case_id, simulated, facts, steps FROM cases`,
	`CREATE TABLE {settled:Identifier}.ledgers (run UInt64, file UInt64, at DateTime64(3, 'UTC') DEFAULT now64(3))
		ENGINE = MergeTree ORDER BY run
		COMMENT 'by which standards file the facts of the ledger were told'`,
	`CREATE TABLE {settled:Identifier}.told_clocks (run UInt64, clocks UInt32, at DateTime64(3, 'UTC') DEFAULT now64(3))
		ENGINE = MergeTree ORDER BY run
		COMMENT 'by which version of clock_spells the facts were told, or their cases are in the list of what came in'`
];

const queries = (list: readonly { query: string }[]) => list.map(({ query }) => query);

/** By which words what stands there was made: facts, and their roll-ups. What was made by others is made anew. */
const wordsOfFacts = () =>
	hashWith([
		...OTHERS,
		VISITS_TABLE,
		...TABLES,
		...queries(PASS),
		PASS_CUSTOMERS,
		...[STAGE, STAGE_AGAIN, SEEN, TOUCH_MISDATED],
		...queries(BUILD_CASES),
		...BUILD_CUSTOMERS,
		BUILD_ACTIVES
	]);
const wordsOfCells = () =>
	hashWith([
		...CELL_TABLES,
		...(Object.keys(CELLS) as CellsOf[]).flatMap((kpi) => [rollOf(kpi), windowsOf(kpi), rollWeekOf(kpi)])
	]);

/** Of what these say, of the functions they call and the views they read. */
function hashWith(texts: readonly string[]): string {
	const text = texts.join('\n');
	const called = new Set(text.match(/touchstone_\w+|(?<=\bFROM )\w+\b(?![(.])/g));
	const read = definitions().filter(({ name }) => called.has(name));
	return hashOf([text, ...read.map(({ hash }) => hash)].join('\n'));
}

/** What a database says of itself; undefined when there is none. */
async function commentOf(clickhouse: ClickHouseClient, name: string): Promise<string | undefined> {
	const said = await clickhouse.query({
		query: `SELECT comment FROM system.databases WHERE name = {name:String}`,
		query_params: { name },
		format: 'JSONEachRow'
	});
	const [found] = await said.json<{ comment: string }>();
	return found?.comment;
}

/**
 * Makes the database of what is derived from `database`, empty, where there is none or one that another version made. Resolves
 * with whether it did.
 */
export async function prepareSettled(clickhouse: ClickHouseClient, database: string): Promise<boolean> {
	const settled = settledOf(database);
	const words = [wordsOfFacts(), wordsOfCells()];
	const found = (await commentOf(clickhouse, settled))?.split(' ');
	if (found?.join(' ') === words.join(' ')) {
		await mergeWeeks(clickhouse, settled);
		return false;
	}
	// A materialised view takes no parameters but its own.
	const run = (query: string) =>
		clickhouse.command({ query: query.replaceAll('{settled:Identifier}', settled) });
	if (found?.[0] === words[0]) await dropCells(clickhouse, settled);
	else await createFacts();
	for (const query of CELL_TABLES) await run(query);
	await mergeWeeks(clickhouse, settled);
	await run(`ALTER DATABASE ${settled} MODIFY COMMENT '${words.join(' ')}'`);
	return true;

	async function createFacts() {
		await run(`DROP DATABASE IF EXISTS ${settled} SYNC`);
		await run(`CREATE DATABASE ${settled} COMMENT 'unfinished'`);
		for (const query of [...OTHERS, VISITS_TABLE, ...TABLES]) await run(query);
		await run(`CREATE MATERIALIZED VIEW ${settled}.touched_by_events TO ${settled}.touched
		DEFINER = CURRENT_USER SQL SECURITY DEFINER
		AS SELECT one.1 AS what, one.2 AS case_id, max(received_at) AS received_at
		FROM
		(
			SELECT received_at, arrayJoin(if(type = 'customer.active' AND customer != '',
				[('case', case_id), ('customer', customer)], [('case', case_id)])) AS one
			FROM ${database}.events
		)
		GROUP BY what, case_id`);
	}
}

/**
 * Has the facts of a week become one part once nothing has come to it for an hour: of one part FINAL has nothing to compare, and a week is
 * read in two thirds of the time. A setting, and none of the words by which facts were made.
 */
async function mergeWeeks(clickhouse: ClickHouseClient, settled: string): Promise<void> {
	const others = await clickhouse.query({
		query: `SELECT name FROM system.tables
			WHERE database = {settled:String} AND name IN {kinds:Array(String)} AND position(engine_full, 'min_age_to_force_merge_seconds = 3600') = 0`,
		query_params: { settled, kinds: ALL_KINDS.map((kind) => kind.name) },
		format: 'JSONEachRow'
	});
	for (const { name } of await others.json<{ name: string }>())
		await clickhouse.command({
			query: `ALTER TABLE ${settled}.${name} MODIFY SETTING min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1`
		});
}

/** Drops every roll-up: the facts it was made of stand. */
async function dropCells(clickhouse: ClickHouseClient, settled: string): Promise<void> {
	const found = await clickhouse.query({
		query: `SELECT name FROM system.tables WHERE database = {settled:String} AND startsWith(name, 'cells_')`,
		query_params: { settled },
		format: 'JSONEachRow'
	});
	const rows = await found.json<{ name: string }>();
	for (const { name } of rows) await clickhouse.command({ query: `DROP TABLE ${settled}.${name} SYNC` });
	await clickhouse.command({ query: `DROP TABLE IF EXISTS ${settled}.weeks SYNC` });
	await clickhouse.command({ query: `TRUNCATE TABLE ${settled}.days` });
}

/** Empties what is derived, if anything is, down to the files: the dashboard makes it anew. */
export async function renewSettled(clickhouse: ClickHouseClient, database: string): Promise<void> {
	if ((await commentOf(clickhouse, settledOf(database))) === undefined) return;
	await clickhouse.command({ query: `DROP DATABASE ${settledOf(database)} SYNC` });
	await prepareSettled(clickhouse, database);
}

/**
 * The same for who starts or migrates: without the right to make databases everything works, only slower. Resolves with what
 * people should know, a line each.
 */
export async function trySettled(clickhouse: ClickHouseClient, database: string): Promise<string[]> {
	try {
		await prepareSettled(clickhouse, database);
		return [];
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return [`Wide ranges are answered slowly: ${settledOf(database)} cannot be made. ${why}`];
	}
}
