import { existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';
import { latestSpool, spoolPath } from '#schema/spool.ts';
import { readTornTail } from './spool-tail.ts';

/** Rows on their way to a table of ClickHouse, as one block in its Native format. */
export type SpoolRecord = { table: string; rows: number; block: Buffer };
/** A record as it stands in the spool: `id` rises in order of arrival, `at` is when it was written (ms). */
export type StoredRecord = SpoolRecord & { id: number; at: number };

/** The spool holds as much as it may, or the disk is full: nothing of what was to be appended is kept. */
export class SpoolFull extends Error {}

export type SpoolStats = {
	/** Bytes, rows and records that are not yet in ClickHouse. */
	bytes: number;
	rows: number;
	records: number;
	/** When the oldest of them was written, ms; null without any. */
	oldest_at: number | null;
	limit_bytes: number;
	/** Records that ClickHouse cannot read, or whose checksum is wrong: kept apart, tried again at the next start. */
	aside: number;
};

export type SpoolOptions = {
	file: string;
	/** How much may wait for ClickHouse, in bytes. */
	maxBytes: number;
	now?: () => number;
};

/** An empty file that once held an outage is made anew, to give its disk back. */
const SPACIOUS_BYTES = 64 * 1024 * 1024;
const PAGE_BYTES = 16_384;
/** How much larger than what waits the file may be: pages, their indexes, and what is stored but not yet removed. */
const FILE_FACTOR = 1.25;
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

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

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
				`The spool ${file} is damaged. It may hold events that were acknowledged: move it (and ${file}-wal) away and keep it, then start again.`,
				{ cause: error }
			);
		throw new Error(`Cannot open the spool ${file}: ${error instanceof Error ? error.message : error}`, {
			cause: error
		});
	}
}

const sizeOf = (path: string) =>
	[path, `${path}-wal`].reduce((sum, part) => sum + (existsSync(part) ? statSync(part).size : 0), 0);

/** Removes a spool from the disk. libsql may hold it open for a while, so it is emptied first: the disk is free at once. */
function discard(path: string) {
	for (const part of [path, `${path}-wal`]) {
		if (existsSync(part)) truncateSync(part);
		rmSync(part, { force: true });
	}
}

/** Puts everything into the file and lets go of it. (libsql itself lets go only when its statements are collected.) */
function release(db: ReturnType<typeof connect>) {
	try {
		for (const pragma of ['journal_mode = DELETE', 'locking_mode = NORMAL', 'schema_version'])
			db.prepare(`PRAGMA ${pragma}`).get();
	} catch {
		// The disk is full: everything is in the log, where the next start finds it.
	} finally {
		db.close();
	}
}

function open(file: string, maxBytes: number) {
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

type NextRow = [id: number, at: number, table: string, rows: number, crc: number, block: Buffer];

/**
 * Keeps what is acknowledged until ClickHouse has it: an SQLite file in WAL mode, whose log has a checksum a page and whose
 * unfinished end is cut when it is opened. Everything here is synchronous: a commit takes less than a millisecond on a
 * usual disk, and while it does nothing else may be answered anyway.
 */
export function openSpool({ file, maxBytes, now = Date.now }: SpoolOptions) {
	mkdirSync(dirname(file), { recursive: true });
	let { path, number } = latestSpool(file);
	const torn = readTornTail(`${path}-wal`);
	let opened: ReturnType<typeof open> | undefined;
	/** The open file. A new one may not have been made yet, for want of disk: then it is tried again here. */
	const store = () => (opened ??= open(path, maxBytes));
	store();
	for (const older of latestSpool(file).older) discard(older); // made anew, and then a crash
	store().db.exec('UPDATE records SET aside = NULL WHERE aside IS NOT NULL');
	const count = (sql: string) => Number(Object.values(store().db.prepare(sql).get() as object)[0] ?? 0);

	let bytes = count('SELECT sum(length(block)) FROM records');
	let rows = count('SELECT sum(rows) FROM records');
	let records = count('SELECT count(*) FROM records');
	let aside = 0;
	let passed = 0; // what has an id up to here is in ClickHouse, or set aside
	let cramped = false; // a write has failed, so the file may have no room for what it does not need any more
	let removed = 0; // what has an id up to here is gone from the file, unless set aside
	const sizes = new Map<number, { bytes: number; rows: number; at: number }>();
	const known = store().db.prepare('SELECT id, length(block), rows, at FROM records ORDER BY id').raw();
	for (const [id, bytes, rows, at] of known.all() as number[][])
		sizes.set(Number(id), { bytes: Number(bytes), rows: Number(rows), at: Number(at) });

	/** Runs `work` as one durable transaction: all of it or nothing. */
	function commit(work: (store: ReturnType<typeof open>) => void) {
		const { db, remove } = store();
		try {
			db.exec('BEGIN IMMEDIATE');
			if (passed > removed) remove.run([passed]);
			work(store());
			db.exec('COMMIT');
			removed = passed;
		} catch (error) {
			cramped = true;
			if (db.inTransaction) db.exec('ROLLBACK');
			if (codeOf(error) === 'SQLITE_FULL')
				throw new SpoolFull('the disk of the spool is full', { cause: error });
			throw error;
		}
	}

	/** Makes the file anew, under another name. Only when nothing is in it that ClickHouse does not have. */
	function renew() {
		opened?.db.close();
		opened = undefined;
		discard(path);
		path = spoolPath(file, ++number);
		passed = 0;
		removed = 0;
		cramped = false;
		store();
	}

	function leave(id: number) {
		const size = sizes.get(id);
		if (!size) return;
		sizes.delete(id);
		bytes -= size.bytes;
		rows -= size.rows;
		records--;
	}

	/** Keeps a record apart that ClickHouse cannot read, with the reason. */
	function setAside(id: number, reason: string) {
		commit(({ aside }) => void aside.run([reason.slice(0, 500), id]));
		leave(id);
		aside++;
	}

	/** Writes records in one transaction; answers their ids. */
	function write(added: readonly SpoolRecord[], at: number): number[] {
		const once = () => {
			const ids: number[] = [];
			commit(({ insert }) => {
				for (const { table, rows, block } of added)
					ids.push(Number(insert.run([at, table, rows, crc32(block), block]).lastInsertRowid));
			});
			return ids;
		};
		try {
			return once();
		} catch (error) {
			// The room may be taken by what is not needed any more.
			if (records > 0 || aside > 0) throw error;
			renew();
			return once();
		}
	}

	return {
		/** What a crash has left unfinished at the end of the log, in bytes: never acknowledged, and cut. */
		torn,
		/** Writes records, durable when it returns. Throws `SpoolFull` when there is no room: then nothing is written. */
		append(added: readonly SpoolRecord[]) {
			const size = added.reduce((sum, { block }) => sum + block.length, 0);
			if (bytes + size > maxBytes)
				throw new SpoolFull(`${bytes} bytes wait for ClickHouse, the spool holds at most ${maxBytes}`);
			const at = now();
			const ids = write(added, at);
			added.forEach((record, index) =>
				sizes.set(ids[index] ?? 0, { bytes: record.block.length, rows: record.rows, at })
			);
			bytes += size;
			rows += added.reduce((sum, record) => sum + record.rows, 0);
			records += added.length;
		},
		/** The next records, in order, up to some bytes and rows but at least one. A damaged one is set aside. */
		read(limit: { bytes: number; rows: number }): StoredRecord[] {
			const found: StoredRecord[] = [];
			let last = passed;
			for (let bytes = 0, rows = 0; bytes < limit.bytes && rows < limit.rows;) {
				const row = store().next.get(last) as NextRow | undefined;
				if (!row) break;
				const [id, at, table, count, crc, block] = row;
				last = id;
				if (crc32(block) !== crc) {
					setAside(id, 'its checksum is wrong');
					continue;
				}
				found.push({ id, at, table, rows: count, block });
				bytes += block.length;
				rows += count;
			}
			return found;
		},
		/** Everything up to `id` is in ClickHouse: it leaves the file with the next commit. */
		pass(id: number) {
			passed = Math.max(passed, id);
			for (const known of sizes.keys()) {
				if (known > id) break;
				leave(known);
			}
		},
		setAside,
		/** Removes what has passed. When nothing is left and the file is large, or the disk was full, it is made anew. */
		tidy() {
			const isEmpty = records === 0 && aside === 0;
			if (isEmpty && (cramped || sizeOf(path) > SPACIOUS_BYTES)) renew();
			else if (passed > removed) commit(() => {});
		},
		/** Makes the file anew if it is empty, so that no byte of what went through it stays. Whether it was. */
		wipe(): boolean {
			if (records > 0 || aside > 0) return false;
			renew();
			return true;
		},
		stats(): SpoolStats {
			const [oldest] = sizes.values();
			return { bytes, rows, records, oldest_at: oldest?.at ?? null, limit_bytes: maxBytes, aside };
		},
		/** The database itself, for tests that fill its disk. */
		raw: () => store().db,
		close() {
			if (opened) release(opened.db);
		}
	};
}
export type Spool = ReturnType<typeof openSpool>;
