import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'libsql';
import { applySteps } from './steps.ts';

export type Database = InstanceType<typeof SQLite>;

/** How long another process may hold the file: a backup of it takes milliseconds. */
const BUSY_MS = 2_000;

/** The store cannot be used: `message` names the file and says what to do. */
export class StoreTrouble extends Error {
	override name = 'StoreTrouble';
}

/** By its name: the built pages and the server they run in have each a class of their own. */
export const isStoreTrouble = (error: unknown): error is StoreTrouble =>
	error instanceof Error && error.name === 'StoreTrouble';

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function remedyOf(error: unknown): string {
	const code = codeOf(error);
	if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
		return 'it is damaged. Bring it back with npm run restore, or move it (and the files beside it that end in -wal and -shm) away: boards and screens begin anew';
	if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS')
		return 'it cannot be written: give the user of the dashboard the right to write it and its folder';
	if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return 'the disk is full: make room';
	if (code.startsWith('SQLITE_BUSY'))
		return 'another process holds it: try again, and stop that one if it goes on';
	return wordsOf(error);
}

/** Any error of the store as one that names its file and the remedy. */
export const troubleOf = (file: string, error: unknown) =>
	new StoreTrouble(`Boards and screens are kept in ${file}: ${remedyOf(error)}.`, { cause: error });

/** Whether it comes from the file, and not from what was asked of it. */
export const isOfFile = (error: unknown) =>
	/^SQLITE_(NOTADB|CORRUPT|READONLY|FULL|BUSY|IOERR|CANTOPEN|PERM)/.test(codeOf(error));

/** SQLite gives its log and index the mode of the file: it is there before, for its owner alone. */
function make(file: string) {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, 'a', 0o600));
}

function check(db: Database) {
	const row: unknown = db.prepare('PRAGMA quick_check(1)').raw().get();
	if (Array.isArray(row) && row[0] === 'ok') return;
	throw Object.assign(new Error(String(row)), { code: 'SQLITE_CORRUPT' });
}

/** Opens the store's file, or makes it, and brings it up to date. Throws a StoreTrouble. */
export function openFile(file: string): Database {
	try {
		make(file);
		const db = new SQLite(file);
		for (const pragma of [`busy_timeout = ${BUSY_MS}`, 'journal_mode = WAL'])
			db.prepare(`PRAGMA ${pragma}`).get();
		// What a manager was told is saved is on the disk.
		db.exec('PRAGMA synchronous = FULL');
		check(db);
		applySteps(db);
		return db;
	} catch (error) {
		throw troubleOf(file, error);
	}
}
