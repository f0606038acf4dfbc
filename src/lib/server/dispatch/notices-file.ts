import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';

const SCHEMA = /* sql */ `
	CREATE TABLE IF NOT EXISTS facts
	(
		name  TEXT PRIMARY KEY,
		value INTEGER NOT NULL
	);
	CREATE TABLE IF NOT EXISTS targets
	(
		id     TEXT PRIMARY KEY,
		at     INTEGER NOT NULL,
		target TEXT NOT NULL,
		secret TEXT
	);
	-- What has been told of, or was decided not to be: nothing is decided twice.
	CREATE TABLE IF NOT EXISTS decided
	(
		about  TEXT NOT NULL,
		breach TEXT NOT NULL,
		at     INTEGER NOT NULL,
		PRIMARY KEY (about, breach)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS messages
	(
		key     TEXT PRIMARY KEY,
		target  TEXT NOT NULL,
		state   TEXT NOT NULL,
		tries   INTEGER NOT NULL,
		made_at INTEGER NOT NULL,
		next_at INTEGER NOT NULL,
		done_at INTEGER,
		error   TEXT
	);
	CREATE INDEX IF NOT EXISTS messages_due ON messages (state, next_at);
	CREATE TABLE IF NOT EXISTS notices
	(
		message TEXT NOT NULL,
		notice  TEXT NOT NULL
	);
	CREATE INDEX IF NOT EXISTS notices_of ON notices (message);
	-- Who gets the weekly review. since: from when on it is sent; what was due before is not.
	CREATE TABLE IF NOT EXISTS mailings
	(
		id         TEXT PRIMARY KEY,
		at         INTEGER NOT NULL,
		since      INTEGER NOT NULL,
		mailing    TEXT NOT NULL,
		removed_at INTEGER
	);
	-- What a message about a review is about. kind failure: it says that none could be made, and why. page: what was published for it.
	CREATE TABLE IF NOT EXISTS reviews
	(
		message TEXT PRIMARY KEY,
		mailing TEXT NOT NULL,
		week    TEXT NOT NULL,
		kind    TEXT NOT NULL,
		trouble TEXT,
		page    TEXT
	);
	CREATE INDEX IF NOT EXISTS reviews_of ON reviews (mailing)`;

/**
 * Opens the file in which it stands who is told what, or makes an empty one. What a transaction wrote is on the disk. Throws saying
 * what to do about it.
 */
export function openNotices(file: string) {
	try {
		mkdirSync(dirname(file), { recursive: true });
		const db = new Database(file);
		for (const pragma of ['journal_mode = WAL', 'busy_timeout = 5000']) db.prepare(`PRAGMA ${pragma}`).get();
		db.exec('PRAGMA synchronous = FULL');
		db.exec(SCHEMA);
		return {
			db,
			/** All of it or nothing. */
			inOne<T>(work: () => T): T {
				db.exec('BEGIN IMMEDIATE');
				try {
					const done = work();
					db.exec('COMMIT');
					return done;
				} catch (error) {
					db.exec('ROLLBACK');
					throw error;
				}
			}
		};
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(
			`Cannot open ${file}, in which it stands who is told of broken promises: ${why}. If it is damaged, move it (and ${file}-wal) away; targets must then be entered again.`,
			{ cause: error }
		);
	}
}
export type NoticesFile = ReturnType<typeof openNotices>;
