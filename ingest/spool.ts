import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { latestSpool, spoolPath } from '#schema/spool.ts';
import { codeOf, discardSpool, openFile, releaseFile, sizeOf, type SpoolFile } from './spool-file.ts';
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

type NextRow = [id: number, at: number, table: string, rows: number, crc: number, block: Buffer];

/** A spool beside the one in use: emptied when that was made anew, or nobody knows what is in it. */
function dropEmptied(path: string) {
	if (sizeOf(path) > 0)
		throw new Error(
			`There is another spool, ${path}, which may hold events that were acknowledged. Move it to another folder and keep it, then start again.`
		);
	discardSpool(path);
}

/**
 * Keeps what is acknowledged until ClickHouse has it: an SQLite file in WAL mode, whose log has a checksum a page and whose
 * unfinished end is cut when it is opened. Everything here is synchronous: a commit takes less than a millisecond on a
 * usual disk, and while it does nothing else may be answered anyway.
 */
export function openSpool({ file, maxBytes, now = Date.now }: SpoolOptions) {
	mkdirSync(dirname(file), { recursive: true });
	let { path, number } = latestSpool(file);
	const torn = readTornTail(`${path}-wal`);
	let opened: SpoolFile | undefined;
	let closed = false;
	/** The open file. A new one may not have been made yet, for want of disk: then it is tried again here. */
	function store(): SpoolFile {
		if (closed) throw new Error('the spool is closed'); // libsql would end the process
		return (opened ??= openFile(path, maxBytes));
	}
	store();
	for (const older of latestSpool(file).older) dropEmptied(older);
	store().db.exec('UPDATE records SET aside = NULL WHERE aside IS NOT NULL');
	const count = (sql: string) => Number(Object.values(store().db.prepare(sql).get() as object)[0] ?? 0);

	let bytes = count('SELECT sum(length(block)) FROM records');
	let rows = count('SELECT sum(rows) FROM records');
	let records = count('SELECT count(*) FROM records');
	let aside = 0;
	let asideBytes = 0;
	let passed = 0; // what has an id up to here is in ClickHouse, or set aside
	let cramped = false; // a write has failed, so the file may have no room for what it does not need any more
	let removed = 0; // what has an id up to here is gone from the file, unless set aside

	/** Runs `work` as one durable transaction: all of it or nothing. */
	function commit(work: (store: SpoolFile) => void) {
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
		discardSpool(path); // before there is a new one: of two it would not be known which is the right one
		path = spoolPath(file, ++number);
		passed = 0;
		removed = 0;
		cramped = false;
		store();
	}

	function leave(left: readonly StoredRecord[]) {
		records -= left.length;
		for (const { block, rows: some } of left) {
			bytes -= block.length;
			rows -= some;
		}
	}

	/** Keeps a record apart that ClickHouse cannot read, with the reason. It goes on taking room. */
	function setAside(record: StoredRecord, reason: string) {
		commit((file) => void file.aside.run([reason.slice(0, 500), record.id]));
		leave([record]);
		aside++;
		asideBytes += record.block.length;
	}

	/** Writes records in one transaction. */
	function write(added: readonly SpoolRecord[]) {
		const once = () =>
			commit(({ insert }) => {
				const at = now();
				for (const { table, rows, block } of added) insert.run([at, table, rows, crc32(block), block]);
			});
		try {
			once();
		} catch (error) {
			// The room may be taken by what is not needed any more.
			if (records > 0 || aside > 0) throw error;
			renew();
			once();
		}
	}

	return {
		/** What a crash has left unfinished at the end of the log, in bytes: never acknowledged, and cut. */
		torn,
		/** Writes records, durable when it returns. Throws `SpoolFull` when there is no room: then nothing is written. */
		append(added: readonly SpoolRecord[]) {
			const size = added.reduce((sum, { block }) => sum + block.length, 0);
			if (bytes + asideBytes + size > maxBytes)
				throw new SpoolFull(
					`${bytes + asideBytes} bytes wait for ClickHouse, the spool holds at most ${maxBytes}`
				);
			write(added);
			bytes += size;
			rows += added.reduce((sum, record) => sum + record.rows, 0);
			records += added.length;
		},
		/** The next records, in order, up to some bytes and rows but at least one. A damaged one is set aside. */
		read(limit: { bytes: number; rows: number; records?: number }): StoredRecord[] {
			const found: StoredRecord[] = [];
			let last = passed;
			const most = limit.records ?? Infinity;
			for (let bytes = 0, rows = 0; bytes < limit.bytes && rows < limit.rows && found.length < most;) {
				const row = store().next.get(last) as NextRow | undefined;
				if (!row) break;
				const [id, at, table, count, crc, block] = row;
				last = id;
				const record = { id, at, table, rows: count, block };
				if (crc32(block) !== crc) {
					setAside(record, 'its checksum is wrong');
					continue;
				}
				found.push(record);
				bytes += block.length;
				rows += count;
			}
			return found;
		},
		/** These, all that stood before `id` or at it, are in ClickHouse: they leave the file with the next commit. */
		pass(id: number, stored: readonly StoredRecord[]) {
			passed = Math.max(passed, id);
			leave(stored);
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
			return { bytes: bytes + asideBytes, rows, records, limit_bytes: maxBytes, aside };
		},
		/** When the oldest record that waits was written, ms; null without any. */
		oldestAt(): number | null {
			const row = store().next.get(passed) as NextRow | undefined;
			return row?.[1] ?? null;
		},
		/** The database itself, for tests that fill its disk. */
		raw: () => store().db,
		close() {
			closed = true;
			if (opened) releaseFile(opened);
			opened = undefined;
		}
	};
}
export type Spool = ReturnType<typeof openSpool>;
