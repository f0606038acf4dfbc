import { copyFileSync, chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeFiles, writeManifest, type Manifest } from './backup-manifest.ts';
import { readParts, readTables, statesIn, type Part } from './backup-parts.ts';
import { latestSpool } from '../spool.ts';
import { NOTICES_FILE, STORE_FILE } from '../store-file.ts';
import { copySpool } from './backup-spool.ts';
import { copyStore } from './backup-store.ts';
import { quoted, work } from './backup-work.ts';
import type { ClickHouseClient } from './client.ts';

/** Files of TOUCHSTONE_DATA without which its data means less, or nobody may send any more. */
export const KEY_FILES = ['pseudonym.key', 'ingest.key'];
export const SPOOL = join('spool', 'spool.db');
/** Where in a backup ClickHouse's own part is, and the rest. */
export const FOLDERS = { clickhouse: 'clickhouse', data: 'data' };

export type BackupOptions = {
	clickhouse: ClickHouseClient;
	database: string;
	/** An empty or new folder, absolute. */
	dir: string;
	/** TOUCHSTONE_DATA: where keys and spool are. */
	dataDir: string;
	withKeys: boolean;
	/** The spool of an ingest that does not run comes along. */
	withSpool: boolean;
	began: Date;
	say: (words: string) => void;
};

const Functions = z.array(z.object({ create_query: z.string() }));
const Names = z.array(z.object({ name: z.string() }));
const Version = z.tuple([z.object({ version: z.string() })]);

/** Throws unless a backup may be written into `dir`. */
export function checkFree(dir: string) {
	if (existsSync(dir) && readdirSync(dir).length > 0)
		throw new Error(`${dir} is not empty. A backup is a folder of its own: name one that is not there yet.`);
}

/** Writes a backup of everything into `dir`; resolves with what is in it. */
export async function createBackup(options: BackupOptions): Promise<Manifest> {
	const { clickhouse, database, dir, began, say } = options;
	const ask = async (query: string) => (await clickhouse.query({ query, format: 'JSONEachRow' })).json();
	checkFree(dir);
	mkdirSync(dir, { recursive: true, mode: 0o700 });
	chmodSync(dir, 0o700); // it holds what the database and its keys hold

	const tables = await readTables(clickhouse, database);
	if (tables.length === 0) throw new Error(`There is no database ${database} to make a backup of.`);
	const known = await writeDatabase(options);
	copyBeside(options);

	const [{ version }] = Version.parse(await ask('SELECT version() AS version'));
	const migrations = Names.parse(await ask('SELECT DISTINCT name FROM migrations ORDER BY name'));
	const functions = Functions.parse(
		await ask("SELECT create_query FROM system.functions WHERE startsWith(name, 'touchstone_') ORDER BY name")
	);
	const states = statesIn(join(dir, FOLDERS.clickhouse), { database, tables, known });
	const files = await describeFiles(
		dir,
		every(500, (done, of) => say(`Checksums: ${done} of ${of} files …`))
	);
	const manifest: Manifest = {
		format: 1,
		began_at: began.toISOString(),
		clickhouse: version,
		database,
		migrations: migrations.map(({ name }) => name),
		functions: functions.map(({ create_query }) => create_query),
		tables: states,
		files
	};
	writeManifest(dir, manifest);
	return manifest;
}

/** Every so many times. */
export const every =
	(times: number, tell: (done: number, of: number) => void) => (done: number, of: number) => {
		if (done % times === 0) tell(done, of);
	};

/** ClickHouse writes its part. Resolves with every part there was meanwhile: those it has written are among them. */
async function writeDatabase({ clickhouse, database, dir, say }: BackupOptions): Promise<Part[]> {
	const folder = join(dir, FOLDERS.clickhouse);
	const known = new Map<string, Part>();
	const note = async () => {
		for (const part of await readParts(clickhouse, database)) known.set(`${part.table}/${part.name}`, part);
	};
	await note();
	let polls = 0;
	await work(
		clickhouse,
		`BACKUP DATABASE ${database} TO File(${quoted(`${folder}/`)}) SETTINGS deduplicate_files = 0`,
		async ({ total_size }) => {
			// A part that is merged away while its copy is written stays listed for some time.
			await note();
			if (polls++ % 10 === 9) say(`ClickHouse writes ${Math.round(total_size / 1e6)} MB …`);
		}
	);
	if (!existsSync(join(folder, '.backup')))
		throw new Error(
			`ClickHouse has written its part, but not where this command sees it: the server is another machine, or another user. ` +
				`Run the backup there, or into a folder that both see as ${dir}.`
		);
	return [...known.values()];
}

function copyBeside({ dir, dataDir, withKeys, withSpool }: BackupOptions) {
	const folder = join(dir, FOLDERS.data);
	mkdirSync(folder, { mode: 0o700 });
	for (const name of withKeys ? KEY_FILES : [])
		if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(folder, name));
	for (const name of [STORE_FILE, NOTICES_FILE]) copyStore(join(dataDir, name), join(folder, name));
	const spool = latestSpool(join(dataDir, SPOOL)).path;
	if (!withSpool || !existsSync(spool)) return;
	mkdirSync(join(folder, 'spool'));
	copySpool(spool, join(folder, SPOOL));
}
