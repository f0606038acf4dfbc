import { existsSync } from 'node:fs';
import Database from 'libsql';

/**
 * The spool of an ingest that does not run: events that were acknowledged and are not in ClickHouse yet. All that is known of it here
 * is that it is an SQLite file with a table `records`.
 */
function opened<T>(file: string, use: (db: InstanceType<typeof Database>) => T): T {
	const db = new Database(file);
	try {
		return use(db);
	} catch (error) {
		if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
			throw new Error(
				`The spool ${file} is in use by an ingest that does not answer. Say where it listens with --ingest, or stop it.`,
				{ cause: error }
			);
		throw error;
	} finally {
		db.close();
	}
}

/** How many records wait in a spool; 0 without one. */
export function spoolRecords(file: string): number {
	if (!existsSync(file)) return 0;
	return opened(file, (db) => {
		const row: unknown = db.prepare('SELECT count(*) FROM records').raw().get();
		return Array.isArray(row) ? Number(row[0]) : 0;
	});
}

/** Copies a spool, whole and in one piece, to a file that does not exist yet. */
export function copySpool(file: string, to: string): void {
	opened(file, (db) => void db.prepare('VACUUM INTO ?').run([to]));
}
