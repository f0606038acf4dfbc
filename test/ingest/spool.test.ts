import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	copyFileSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSpool, SpoolFull, type SpoolRecord } from '../../ingest/spool.ts';

const ALL = { bytes: 1e9, rows: 1e9 };
let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'touchstone-spool-'));
	file = join(folder, 'spool.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (text: string, changes: Partial<SpoolRecord> = {}): SpoolRecord => ({
	table: 'events',
	rows: 1,
	block: Buffer.from(text),
	...changes
});
const open = (maxBytes = 1e6) => openSpool({ file, maxBytes });
const textsOf = (spool: ReturnType<typeof open>) => spool.read(ALL).map(({ block }) => block.toString());

/** As if ClickHouse had taken everything there is, or the first few. */
function pass(spool: ReturnType<typeof open>, count = Infinity) {
	const taken = spool.read(ALL).slice(0, count);
	spool.pass(taken.at(-1)?.id ?? 0, taken);
}

/** The file and its log as a crash at this moment would leave them. */
function crash() {
	const left = join(folder, 'left.db');
	for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${left}${end}`);
	return left;
}

test('hands records out in order of arrival, up to a limit but at least one', () => {
	const spool = open();
	spool.append([record('a', { rows: 2 }), record('b', { table: 'quarantine' })]);
	spool.append([record('c')]);
	expect(spool.read(ALL)).toMatchObject([
		{ table: 'events', rows: 2, block: Buffer.from('a') },
		{ table: 'quarantine', rows: 1, block: Buffer.from('b') },
		{ table: 'events', rows: 1, block: Buffer.from('c') }
	]);
	expect(spool.read({ bytes: 0.5, rows: 1 })).toHaveLength(1);
	expect(spool.read({ bytes: 1e9, rows: 3 })).toHaveLength(2);
	spool.close();
});

test('has after a crash what was appended, and not what had passed and left', () => {
	const spool = open();
	spool.append([record('a')]);
	pass(spool);
	spool.append([record('b')]);
	spool.append([record('c')]);
	const left = openSpool({ file: crash(), maxBytes: 1e6 });
	expect(textsOf(left)).toEqual(['b', 'c']);
	expect(left.stats()).toMatchObject({ records: 2, rows: 2, bytes: 2 });
	left.close();
	spool.close();
});

test('cuts and reports what a crash left unfinished, and keeps everything before it', () => {
	const spool = open();
	spool.append([record('a')]);
	const committed = statSync(`${file}-wal`).size;
	spool.append([record('b'.repeat(100_000))]);
	const left = crash();
	truncateSync(`${left}-wal`, committed + 20_000);
	const reopened = openSpool({ file: left, maxBytes: 1e6 });
	expect(reopened.torn).toBe(20_000);
	expect(textsOf(reopened)).toEqual(['a']);
	reopened.append([record('c')]);
	expect(textsOf(reopened)).toEqual(['a', 'c']);
	reopened.close();
	expect(openSpool({ file: left, maxBytes: 1e6 }).torn).toBe(0);
	spool.close();
});

test('ignores an end whose bytes were not written as they should be', () => {
	const spool = open();
	spool.append([record('a')]);
	spool.append([record('b')]);
	const left = crash();
	const log = readFileSync(`${left}-wal`);
	log.fill(0xff, log.length - 100);
	writeFileSync(`${left}-wal`, log);
	const reopened = openSpool({ file: left, maxBytes: 1e6 });
	expect(textsOf(reopened)).toEqual(['a']);
	reopened.close();
	spool.close();
});

test('sets a record aside whose bytes have changed on the disk, and tries it again at the next start', () => {
	const spool = open();
	spool.append([record('good'), record('damaged'), record('fine')]);
	spool.close();
	const db = new Database(file);
	db.prepare("UPDATE records SET block = CAST('dAmaged' AS BLOB) WHERE id = 2").run();
	db.close();
	const again = open();
	expect(textsOf(again)).toEqual(['good', 'fine']);
	expect(again.stats()).toMatchObject({ aside: 1, records: 2 });
	again.close();
	const mended = new Database(file);
	mended.prepare("UPDATE records SET block = CAST('damaged' AS BLOB) WHERE id = 2").run();
	mended.close();
	const third = open();
	expect(textsOf(third)).toEqual(['good', 'damaged', 'fine']);
	third.close();
});

describe('when it is full', () => {
	test('refuses what exceeds its limit and keeps nothing of it; takes again once something has passed', () => {
		const spool = open(10);
		spool.append([record('12345678')]);
		expect(() => spool.append([record('a'), record('bc')])).toThrow(SpoolFull);
		expect(textsOf(spool)).toEqual(['12345678']);
		spool.append([record('ab')]);
		pass(spool, 1);
		spool.append([record('12345678')]);
		expect(spool.stats()).toMatchObject({ bytes: 10, records: 2 });
		spool.close();
	});

	test('the disk being full refuses likewise, and the spool lives on', () => {
		const spool = open(1e9);
		const db = spool.raw();
		const pages = Object.values(db.prepare('PRAGMA page_count').get() as object)[0] as number;
		db.prepare(`PRAGMA max_page_count = ${pages + 8}`).get();
		spool.append([record('a')]);
		expect(() => spool.append([record('b'.repeat(400_000))])).toThrow(SpoolFull);
		expect(textsOf(spool)).toEqual(['a']);
		spool.append([record('c')]);
		expect(textsOf(spool)).toEqual(['a', 'c']);
		spool.close();
	});
});

test('is open for more once everything has passed, though the disk was too full even to remove it', () => {
	const spool = open(1e9);
	const db = spool.raw();
	const pages = Object.values(db.prepare('PRAGMA page_count').get() as object)[0] as number;
	spool.append([record('a'.repeat(1000))]);
	db.exec('DROP TABLE records'); // stands for a disk that takes no write at all
	db.prepare(`PRAGMA max_page_count = ${pages}`).get();
	const taken = [{ id: 1, at: 0, ...record('a'.repeat(1000)) }];
	expect(() => spool.append([record('b')])).toThrow();
	spool.pass(1, taken);
	spool.append([record('c')]);
	expect(textsOf(spool)).toEqual(['c']);
	spool.close();
});

test('gives the disk back after an outage, and keeps no byte of what went through once wiped', () => {
	const spool = open(1e9);
	const secret = 'pseudonym-0123456789abcdef';
	for (let n = 0; n < 80; n++) spool.append([record(secret.repeat(40_000))]);
	spool.append([record('last')]);
	expect(spool.wipe()).toBe(false);
	pass(spool, 80);
	spool.tidy();
	expect(textsOf(spool)).toEqual(['last']);
	expect(statSync(file).size).toBeGreaterThan(60e6);
	pass(spool);
	spool.tidy();
	expect(readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThan(
		1e6
	);
	spool.append([record(secret)]);
	pass(spool);
	expect(spool.wipe()).toBe(true);
	for (const name of readdirSync(folder))
		expect(readFileSync(join(folder, name)).includes(secret)).toBe(false);
	spool.append([record('next')]);
	expect(textsOf(spool)).toEqual(['next']);
	spool.close();
});

test('goes on in the file that was made anew, whatever a crash has left of the one before', () => {
	const spool = open();
	spool.append([record('a')]);
	pass(spool);
	const old = readFileSync(file);
	expect(spool.wipe()).toBe(true);
	spool.append([record('b')]);
	spool.close();
	writeFileSync(file, ''); // the crash came before the old one was removed
	const again = open();
	expect(textsOf(again)).toEqual(['b']);
	expect(readdirSync(folder)).toEqual(['spool.db.g1', 'spool.db.g1-wal']);
	again.close();
	writeFileSync(file, old);
	expect(() => open()).toThrow(/another spool, .*spool\.db, which may hold events.*Move it/);
	expect(readFileSync(file)).toEqual(old);
});

test('belongs to one process', async () => {
	const script = `
		import { openSpool } from ${JSON.stringify(new URL('../../ingest/spool.ts', import.meta.url).href)};
		openSpool({ file: ${JSON.stringify(file)}, maxBytes: 1e6 });
		console.log('open');
		setInterval(() => {}, 1e6);`;
	const path = join(folder, 'other.mts');
	writeFileSync(path, script);
	const tsx = import.meta.resolve('tsx');
	const other = spawn(process.execPath, ['--import', tsx, pathToFileURL(path).pathname], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	await once(other.stdout, 'data');
	expect(() => open()).toThrow(/in use by another ingest.*TOUCHSTONE_DATA/);
	const exit = once(other, 'exit');
	other.kill('SIGKILL');
	await exit;
	open().close();
});

test('a file that is no spool is left alone and said', () => {
	writeFileSync(file, 'not a database, and certainly long enough to be seen as none'.repeat(100));
	expect(() => open()).toThrow(/damaged.*move it/);
	expect(readFileSync(file, 'utf8')).toMatch(/^not a database/);
});
