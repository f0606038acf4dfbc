import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { every, FOLDERS, KEY_FILES, SPOOL } from './backup.ts';
import { latestSpool } from '../spool.ts';
import { readManifest, verifyFiles, type Manifest } from './backup-manifest.ts';
import { readParts, readTables, stateOf } from './backup-parts.ts';
import { NOTICES_FILE, STORE_FILE } from '../store-file.ts';
import { spoolRecords } from './backup-spool.ts';
import { restoreStore } from './backup-store.ts';
import { FROM_OUTSIDE, quoted, work } from './backup-work.ts';
import type { ClickHouseClient } from './client.ts';
import { migrate, migrations } from './migrate.ts';
import { settledOf } from './settled/kinds.ts';

export type RestoreOptions = {
	clickhouse: ClickHouseClient;
	database: string;
	/** The folder of a backup, absolute. */
	dir: string;
	/** TOUCHSTONE_DATA: where keys and spool go. */
	dataDir: string;
	/** What is there may go. */
	replace: boolean;
	say: (words: string) => void;
};

const Count = z.tuple([z.object({ n: z.coerce.number() })]);

/** Brings a backup back and proves that it is. Resolves with its manifest; on an error all is as it was before. */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
	const { database, dir, say } = options;
	const manifest = readManifest(dir);
	checkFits(manifest, database);
	await verifyFiles(
		dir,
		manifest,
		every(500, (done, of) => say(`Checksums: ${done} of ${of} files …`))
	);
	checkSpool(options);
	const aside = await putAside(options);
	try {
		await restoreDatabase(options, manifest);
		await verifyDatabase(options, manifest);
	} catch (error) {
		await putBack(options, aside);
		throw error;
	}
	copyBeside(options);
	await migrate(options.clickhouse, database);
	if (aside) await run(options, `DROP DATABASE ${aside} SYNC`);
	return manifest;
}

const run = ({ clickhouse }: RestoreOptions, query: string) =>
	clickhouse.command({ query, clickhouse_settings: FROM_OUTSIDE });

async function count({ clickhouse }: RestoreOptions, query: string, database: string): Promise<number> {
	const result = await clickhouse.query({
		query,
		query_params: { database },
		format: 'JSONEachRow',
		clickhouse_settings: FROM_OUTSIDE
	});
	return Count.parse(await result.json())[0].n;
}

function checkFits(manifest: Manifest, database: string) {
	if (manifest.database !== database)
		throw new Error(
			`The backup is of the database ${manifest.database}, not ${database}: set CLICKHOUSE_DATABASE=${manifest.database}.`
		);
	const known = new Set(migrations());
	// Views and functions (name@hash) are created as they are to be here, whatever they were there.
	const newer = manifest.migrations.filter((name) => !name.includes('@') && !known.has(name));
	if (newer.length > 0)
		throw new Error(
			`The backup was made by a newer Touchstone (${newer.join(', ')}): restore it with that one.`
		);
}

function checkSpool({ dataDir, replace }: RestoreOptions) {
	const waiting = spoolRecords(latestSpool(join(dataDir, SPOOL)).path);
	if (waiting > 0 && !replace)
		throw new Error(
			`Events that were acknowledged wait in ${join(dataDir, SPOOL)}. Start ingest to have them stored, or give them up with --replace.`
		);
}

const DATABASES = 'SELECT count() AS n FROM system.databases WHERE name = {database:String}';

/** Rows of people's making: the ledger of migrations and the standards that come along are none. */
const ROWS = `SELECT sum(rows) AS n FROM system.parts
	WHERE database = {database:String} AND active AND table NOT IN ('migrations', 'standards')`;

/** Puts the database that is there out of the way. Resolves with its name there; refuses when it holds data. */
async function putAside(options: RestoreOptions): Promise<string | undefined> {
	const { database, replace } = options;
	const aside = `${database}_before_restore`;
	if ((await count(options, DATABASES, aside)) > 0)
		throw new Error(
			`A restoring was interrupted here: the data from before it is in the database ${aside}. ` +
				`Put it back (DROP DATABASE ${database}; RENAME DATABASE ${aside} TO ${database}) or give it up (DROP DATABASE ${aside}), then run this again.`
		);
	const there = (await count(options, DATABASES, database)) > 0;
	const rows = there ? await count(options, ROWS, database) : 0;
	if (rows > 0 && !replace)
		throw new Error(
			`The database ${database} holds data (${rows} rows): nothing was restored. To have the backup in its place, add --replace.`
		);
	// It follows from what is put aside, and its views would hold that fast.
	await run(options, `DROP DATABASE IF EXISTS ${settledOf(database)} SYNC`);
	if (!there) return undefined;
	await run(options, `RENAME DATABASE ${database} TO ${aside}`);
	return aside;
}

async function putBack(options: RestoreOptions, aside: string | undefined) {
	const { database, say } = options;
	try {
		await run(options, `DROP DATABASE IF EXISTS ${database} SYNC`);
		if (aside) await run(options, `RENAME DATABASE ${aside} TO ${database}`);
		say('What was there before is in its place again.');
	} catch {
		say(`What was there before is in the database ${aside}: it could not be put back.`);
	}
}

async function restoreDatabase(options: RestoreOptions, { functions }: Manifest) {
	const { clickhouse, database, dir, say } = options;
	for (const create of functions)
		await run(options, create.replace(/^CREATE FUNCTION/, 'CREATE OR REPLACE FUNCTION'));
	const from = `RESTORE DATABASE ${database} FROM File(${quoted(join(dir, FOLDERS.clickhouse, '/'))})`;
	await work(clickhouse, `${from} SETTINGS structure_only = 1`);
	// Merged parts could not be compared with those of the backup.
	for (const table of await readTables(clickhouse, database))
		await run(options, `SYSTEM STOP MERGES ${database}.${table}`);
	let polls = 0;
	await work(clickhouse, from, ({ bytes_read }) => {
		if (polls++ % 10 === 9) say(`ClickHouse restores, ${Math.round(bytes_read / 1e6)} MB read …`);
	});
}

async function verifyDatabase(options: RestoreOptions, manifest: Manifest) {
	const { clickhouse, database, say } = options;
	const parts = await readParts(clickhouse, database, true);
	for (const [table, expected] of Object.entries(manifest.tables)) {
		const found = parts.filter((part) => part.table === table);
		const state = stateOf(found);
		if (state.rows !== expected.rows || state.checksum !== expected.checksum)
			throw new Error(
				`${table} is not what was backed up: ${state.rows} rows in ${state.parts} parts, not ${expected.rows} in ${expected.parts}.`
			);
		for (const { name } of found) await checkPart(clickhouse, { table, name });
		if (state.rows > 0) say(`${table}: ${state.rows} rows, as backed up.`);
		await run(options, `SYSTEM START MERGES ${database}.${table}`);
	}
}

const Checked = z.array(z.object({ is_passed: z.coerce.number(), message: z.string() }));

/** Lets ClickHouse read a part whole, and compare it with its own checksums. */
async function checkPart(clickhouse: ClickHouseClient, { table, name }: { table: string; name: string }) {
	const result = await clickhouse.query({
		query: `CHECK TABLE ${table} PART '${name}'`,
		format: 'JSONEachRow',
		clickhouse_settings: { check_query_single_value_result: 0 }
	});
	for (const { is_passed, message } of Checked.parse(await result.json()))
		if (is_passed !== 1) throw new Error(`${table} is damaged on its way here: ${message}`);
}

/** A file that is in the way is kept beside, so that nothing is lost for good. */
function place(from: string, to: string, say: (words: string) => void) {
	if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) return;
	mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
	if (existsSync(to)) {
		const kept = beside(to);
		renameSync(to, kept);
		say(`${to} was another one: it is kept as ${kept}.`);
	}
	copyFileSync(from, to);
	chmodSync(to, 0o600);
}

/** A name beside a file that is in the way, and that no earlier restore has used. */
function beside(file: string): string {
	for (let n = 1; ; n++) {
		const name = `${file}.before-restore${n === 1 ? '' : `-${n}`}`;
		if (!existsSync(name) && !existsSync(`${name}-wal`)) return name;
	}
}

function copyBeside({ dir, dataDir, say }: RestoreOptions) {
	const folder = join(dir, FOLDERS.data);
	for (const name of KEY_FILES)
		if (existsSync(join(folder, name))) place(join(folder, name), join(dataDir, name), say);
	for (const name of [STORE_FILE, NOTICES_FILE]) {
		const file = join(dataDir, name);
		const former = beside(file);
		const done = restoreStore(join(folder, name), file, former);
		if (done === 'replaced') say(`${file} was another one: it is kept as ${former}.`);
		if (done !== 'nothing' && name === NOTICES_FILE)
			say(
				`Who is told of broken promises and sent reviews came along: once started, this Touchstone sends to them. Where it is for trying only, move ${file} away first.`
			);
	}
	const kept = join(folder, SPOOL);
	const file = join(dataDir, SPOOL);
	const spool = latestSpool(file).path;
	const before = beside(file);
	if (spoolRecords(spool) > 0) say(`What waited in ${spool} is kept as ${before}.`);
	else if (!existsSync(kept)) return;
	// The log beside it is part of it: neither may be read without the other.
	for (const log of ['', '-wal'])
		if (existsSync(`${spool}${log}`)) renameSync(`${spool}${log}`, `${before}${log}`);
	if (existsSync(kept)) place(kept, file, say);
}
