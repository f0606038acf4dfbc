import { existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import Database from 'libsql';

const PAGE_BYTES = 4_096;
/** How much larger than what waits the file may be: pages, their indexes, and what is stored but not yet removed. */
const FILE_FACTOR = 2;
const FILE_EXTRA_BYTES = 32 * 1024 * 1024;

const SCHEMA = /* sql */ `
	CREATE TABLE IF NOT EXISTS records
	(
		id    INTEGER PRIMARY KEY AUTOINCREMENT,
		at    INTEGER NOT NULL,
		tbl   TEXT NOT NULL,
		rows  INTEGER NOT NULL,
		crc   INTEGER NOT NULL,
		block BLOB NOT NULL,
		aside TEXT
	)`;

/** SQLite's name of an error. */
export const codeOf = (error: unknown) =>
	error instanceof Error && 'code' in error ? String(error.code) : '';

function connect(file: string, maxBytes: number) {
	try {
		const db = new Database(file);
		// One process a spool: another one would store the same events once more and remove what is not its own.
		for (const pragma of ['locking_mode = EXCLUSIVE', `page_size = ${PAGE_BYTES}`, 'journal_mode = WAL'])
			db.prepare(`PRAGMA ${pragma}`).get();
		const pages = Math.ceil((maxBytes * FILE_FACTOR + FILE_EXTRA_BYTES) / PAGE_BYTES);
		db.prepare(`PRAGMA max_page_count = ${pages}`).get();
		// An answer means durable: each commit is flushed to the disk.
		db.exec('PRAGMA synchronous = FULL');
		db.exec(SCHEMA);
		return db;
	} catch (error) {
		const code = codeOf(error);
		if (code.startsWith('SQLITE_BUSY'))
			throw new Error(
				`The spool ${file} is in use by another ingest. Stop it, or set TOUCHSTONE_DATA to another directory.`,
				{ cause: error }
			);
		if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
			throw new Error(
				`The spool ${file} is damaged. It may hold events that were acknowledged: move it (and ${file}-wal) to another folder and keep it, then start again.`,
				{ cause: error }
			);
		throw new Error(`Cannot open the spool ${file}: ${error instanceof Error ? error.message : error}`, {
			cause: error
		});
	}
}

/** What a spool takes on the disk, bytes. */
export const sizeOf = (path: string) =>
	[path, `${path}-wal`].reduce((sum, part) => sum + (existsSync(part) ? statSync(part).size : 0), 0);

/** Removes a spool from the disk. libsql may hold it open for a while, so it is emptied first: the disk is free at once. */
export function discardSpool(path: string) {
	for (const part of [path, `${path}-wal`]) {
		if (existsSync(part)) truncateSync(part);
		rmSync(part, { force: true });
	}
}

/** Puts everything into the file and lets go of it. (libsql itself lets go only when its statements are collected.) */
export function releaseFile({ db }: SpoolFile) {
	try {
		for (const pragma of ['journal_mode = DELETE', 'locking_mode = NORMAL', 'schema_version'])
			db.prepare(`PRAGMA ${pragma}`).get();
	} catch {
		// The disk is full: everything is in the log, where the next start finds it.
	} finally {
		db.close();
	}
}

/** Opens a spool, or makes an empty one, with the statements that are run on it. Throws saying what to do about it. */
export function openFile(file: string, maxBytes: number) {
	const db = connect(file, maxBytes);
	return {
		db,
		insert: db.prepare('INSERT INTO records (at, tbl, rows, crc, block) VALUES (?, ?, ?, ?, ?)'),
		next: db
			.prepare(
				'SELECT id, at, tbl, rows, crc, block FROM records WHERE id > ? AND aside IS NULL ORDER BY id LIMIT 1'
			)
			.raw(),
		remove: db.prepare('DELETE FROM records WHERE id <= ? AND aside IS NULL'),
		aside: db.prepare('UPDATE records SET aside = ? WHERE id = ?')
	};
}
export type SpoolFile = ReturnType<typeof openFile>;
