import { isOfFile, openFile, troubleOf, type Database } from './file.ts';

/** The dashboard's own file: boards and screens. Everything else is in ClickHouse. */
export type Store = {
	/** Reads. Throws a StoreTrouble when the file cannot be used; the next call tries again. */
	read<T>(work: (db: Database) => T): T;
	/** Changes, all or nothing; on the disk when it returns. Throws as `read` does. */
	change<T>(work: (db: Database) => T): T;
	close(): void;
};

/** Opened when first used, so that trouble with it is trouble of walls alone. */
export function createStore({ file }: { file: string }): Store {
	let opened: Database | undefined;

	function close() {
		const db = opened;
		opened = undefined;
		db?.close();
	}

	function using<T>(work: (db: Database) => T): T {
		const db = (opened ??= openFile(file));
		try {
			return work(db);
		} catch (error) {
			if (!isOfFile(error)) throw error;
			close();
			throw troubleOf(file, error);
		}
	}

	return {
		read: using,
		change: (work) => using((db) => db.transaction(() => work(db)).immediate()),
		close
	};
}

const SHARED = Symbol.for('touchstone.store');

/** One a process: the built pages and the server they run in are two programs in one. */
export function sharedStore(make: () => Store): Store {
	const shared = globalThis as { [SHARED]?: Store };
	return (shared[SHARED] ??= make());
}
