import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Unreadable, type Load } from '../../ingest/clickhouse.ts';
import { createDrain } from '../../ingest/drain.ts';
import { openSpool, type Spool } from '../../ingest/spool.ts';

let folder: string;
let spool: Spool;
const open = () => openSpool({ file: join(folder, 'spool.db'), maxBytes: 1e9 });
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'touchstone-drain-'));
	spool = open();
});
afterEach(() => {
	spool.close();
	rmSync(folder, { recursive: true, force: true });
});

const append = (...texts: string[]) =>
	spool.append(texts.map((text) => ({ table: text.split(':')[0] ?? '', rows: 1, block: Buffer.from(text) })));

/** A drain into memory; `insert` may refuse or fail. */
function drainInto(insert: (load: Load) => Promise<void> = async () => {}) {
	const stored: string[] = [];
	const aborted = new AbortController();
	const drain = createDrain({
		spool,
		intervalMs: 0,
		log: pino({ level: 'silent' }),
		store: {
			async insert(load) {
				await Promise.race([
					insert(load),
					new Promise((_, reject) =>
						aborted.signal.addEventListener('abort', () => reject(new Error('gone')))
					)
				]);
				stored.push(...load.blocks.map((block) => block.toString()));
			},
			ping: () => Promise.resolve(true),
			abort: () => aborted.abort()
		}
	});
	return { drain, stored };
}

test('takes what the spool holds to its tables, in order of arrival, and leaves the spool empty', async () => {
	append('events:1', 'quarantine:1');
	const { drain, stored } = drainInto();
	append('events:2');
	drain.wake();
	await drain.drained();
	expect(stored.filter((text) => text.startsWith('events'))).toEqual(['events:1', 'events:2']);
	expect(stored).toContain('quarantine:1');
	expect(spool.stats()).toMatchObject({ records: 0, bytes: 0, rows: 0 });
	expect(spool.oldestAt()).toBeNull();
	await drain.stop();
});

test('wakes for what comes while it has nothing to do', async () => {
	const { drain, stored } = drainInto();
	await drain.drained();
	append('events:1');
	drain.wake();
	await drain.drained();
	expect(stored).toEqual(['events:1']);
	await drain.stop();
});

test('leaves in the spool what it could not hand on before it is stopped', async () => {
	append('events:1');
	const { drain, stored } = drainInto(() => new Promise(() => {}));
	await drain.stop();
	expect(stored).toEqual([]);
	spool.close();
	spool = open();
	expect(spool.stats().records).toBe(1);
});

test('sets aside just the block that ClickHouse cannot read, and stores all others', async () => {
	const { drain, stored } = drainInto(async ({ blocks }) => {
		if (blocks.some((block) => block.toString() === 'events:poison')) throw new Unreadable('cannot read');
	});
	append('events:1', 'events:2', 'events:poison', 'events:3', 'quarantine:1');
	drain.wake();
	await drain.drained();
	expect(stored.sort()).toEqual(['events:1', 'events:2', 'events:3', 'quarantine:1']);
	expect(spool.stats()).toMatchObject({ records: 0, aside: 1 });
	await drain.stop();
	spool.close();
	spool = open();
	expect(spool.read({ bytes: 1e9, rows: 9 }).map(({ block }) => block.toString())).toEqual(['events:poison']);
});

test('sets nothing aside while ClickHouse can read nothing at all: then the table is at fault', async () => {
	let broken = true;
	let tries = 0;
	const { drain, stored } = drainInto(async () => {
		tries++;
		if (broken) throw new Unreadable('a view is wrong');
	});
	append('events:1', 'events:2');
	drain.wake();
	await expect.poll(() => tries).toBe(3); // both, and each alone
	expect(spool.stats()).toMatchObject({ records: 2, aside: 0 });
	broken = false;
	await drain.drained();
	expect(stored).toEqual(['events:1', 'events:2']);
	expect(spool.stats().aside).toBe(0);
	await drain.stop();
});

test('goes on when the spool cannot be read for a moment', async () => {
	vi.spyOn(spool, 'read').mockImplementationOnce(() => {
		throw new Error('disk I/O error');
	});
	append('events:1');
	const { drain, stored } = drainInto();
	await drain.drained();
	expect(stored).toEqual(['events:1']);
	await drain.stop();
});
