import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openSpool } from '../../ingest/spool.ts';

// What a durable commit costs: in the spool (SQLite), in a log file of our own (append, checksum, fdatasync), and in LMDB.
// LMDB is no dependency of ours: `npm i --no-save lmdb@3.5.6` puts it beside for a run of `npx tsx test/bench/spool.ts`.

const SIZES = [2_000, 32_000, 300_000];
const COMMITS = 300;
const ROUNDS = 3;

/** Something that keeps blocks: writes one durably, and reads all again. */
type Keeper = {
	put(block: Buffer): void | Promise<void>;
	readAll(): Promise<number>;
	close(): void | Promise<void>;
};

async function ours(folder: string): Promise<Keeper> {
	const spool = openSpool({ file: join(folder, 'spool.db'), maxBytes: 1e9 });
	return {
		put: (block) => spool.append([{ table: 'events', rows: 1, block }]),
		async readAll() {
			const records = spool.read({ bytes: 1e9, rows: 1e9 });
			spool.pass(records.at(-1)?.id ?? 0, records);
			return records.length;
		},
		close: spool.close
	};
}

async function logFile(folder: string): Promise<Keeper> {
	const path = join(folder, 'log');
	const file = await open(path, 'a');
	return {
		async put(block) {
			const head = Buffer.alloc(8);
			head.writeUInt32LE(block.length, 0);
			head.writeUInt32LE(crc32(block), 4);
			await file.writev([head, block]);
			await file.datasync();
		},
		async readAll() {
			const all = await readFile(path);
			let blocks = 0;
			for (let at = 0; at < all.length; blocks++) {
				const length = all.readUInt32LE(at);
				if (crc32(all.subarray(at + 8, at + 8 + length)) !== all.readUInt32LE(at + 4))
					throw new Error('damaged');
				at += 8 + length;
			}
			return blocks;
		},
		close: () => file.close()
	};
}

async function lmdb(folder: string): Promise<Keeper> {
	const { open } = await import('lmdb' as string);
	const db = open({
		path: join(folder, 'lmdb'),
		encoding: 'binary',
		keyEncoding: 'uint32',
		mapSize: 2 ** 31,
		commitDelay: 0
	});
	let key = 0;
	return {
		async put(block) {
			db.put(key++, block);
			await db.flushed;
		},
		async readAll() {
			let blocks = 0;
			for (const { value } of db.getRange({})) blocks += crc32(value) >= 0 ? 1 : 0;
			return blocks;
		},
		close: () => db.close()
	};
}

const KEEPERS = { 'spool (SQLite)': ours, 'log file': logFile, LMDB: lmdb };

async function measure(make: (folder: string) => Promise<Keeper>, size: number) {
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-bench-'));
	const keeper = await make(folder);
	try {
		const block = randomBytes(size);
		const times: number[] = [];
		const cpu = process.cpuUsage();
		for (let n = 0; n < COMMITS; n++) {
			const begun = performance.now();
			await keeper.put(block);
			times.push(performance.now() - begun);
		}
		const { user, system } = process.cpuUsage(cpu);
		const begun = performance.now();
		if ((await keeper.readAll()) !== COMMITS) throw new Error('not all blocks came back');
		const read = (performance.now() - begun) / COMMITS;
		times.sort((a, b) => a - b);
		const at = (share: number) => (times[Math.floor(share * (COMMITS - 1))] ?? 0).toFixed(2);
		return `commit p50 ${at(0.5)}, p99 ${at(0.99)} ms, processor ${((user + system) / 1_000 / COMMITS).toFixed(2)} ms; read ${read.toFixed(2)} ms`;
	} finally {
		await keeper.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

const hasLmdb = await import('lmdb' as string).then(
	() => true,
	() => false
);
for (const size of SIZES) {
	console.log(`blocks of ${size} bytes`);
	for (let round = 0; round < ROUNDS; round++)
		for (const [name, make] of Object.entries(KEEPERS))
			if (hasLmdb || make !== lmdb) console.log(`  ${name.padEnd(15)} ${await measure(make, size)}`);
}
