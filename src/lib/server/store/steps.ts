import type { Database } from './file.ts';

/** What makes the store, step by step. A released step is never edited: a change is one more at the end. */
export const STEPS: readonly string[] = [
	/* sql */ `
	-- Every save of a board. The one with the highest version counts; content NULL: deleted, or as it comes with the product.
	CREATE TABLE boards
	(
		id       TEXT NOT NULL,
		version  INTEGER NOT NULL,
		saved_at INTEGER NOT NULL,
		saved_by TEXT NOT NULL,
		content  TEXT,
		PRIMARY KEY (id, version)
	);
	-- Screens that were paired. Of a token only its SHA-256 is here; '' until the screen has fetched it.
	CREATE TABLE screens
	(
		id         TEXT PRIMARY KEY,
		name       TEXT NOT NULL,
		board      TEXT NOT NULL,
		token_hash TEXT NOT NULL,
		paired_at  INTEGER NOT NULL,
		paired_by  TEXT NOT NULL,
		seen_at    INTEGER,
		revoked_at INTEGER
	);
	CREATE INDEX screens_by_token ON screens (token_hash);
	-- Codes that stand on screens now, and who asked for them. screen: whom a manager made of it.
	CREATE TABLE codes
	(
		code       TEXT PRIMARY KEY,
		asker_hash TEXT NOT NULL UNIQUE,
		expires_at INTEGER NOT NULL,
		screen     TEXT
	);`
];

/** Brings a store up to date, all or nothing. Throws for one that a newer version of the product has written. */
export function applySteps(db: Database, steps: readonly string[] = STEPS) {
	const done = versionOf(db);
	if (done > steps.length) throw new Error('it was written by a newer version of Touchstone: start that one');
	if (done === steps.length) return;
	db.transaction(() => {
		steps.slice(versionOf(db)).forEach((step) => db.exec(step));
		db.exec(`PRAGMA user_version = ${steps.length}`);
	}).immediate();
}

function versionOf(db: Database): number {
	const row: unknown = db.prepare('PRAGMA user_version').raw().get();
	return Array.isArray(row) ? Number(row[0]) : 0;
}
