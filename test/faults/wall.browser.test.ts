import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { createProducer, type Producer } from '../../ingest/client/client.ts';
import { KEY, spawnIngest } from '../ingest/support.ts';
import { openBrowser } from '../support/browser.ts';
import { layCable } from '../support/cable.ts';
import { startDashboard } from '../support/dashboard.ts';
import { drained } from '../support/drained.ts';
import { event } from '../support/events.ts';
import { freePort } from '../support/free-port.ts';
import { openPage } from '../support/house.ts';
import { logTiles } from '../support/wall-log.ts';

// A wall that nobody touches, while everything behind it is taken away and given back, one after another: what it says is true at every
// moment, the numbers stay, and it goes on by itself. Beside it hangs one that turns from board to board.

vi.setConfig({ testTimeout: 300_000 });

const data = mkdtempSync(join(tmpdir(), 'touchstone-wall-faults-'));
let browser: Browser;
let engine: EmbeddedClickHouse;
let ingest: Awaited<ReturnType<typeof spawnIngest>>;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let cable: Awaited<ReturnType<typeof layCable>>;
let producer: Producer;
let page: Page;
let close: () => Promise<void>;
let log: Awaited<ReturnType<typeof logTiles>>;
let turning: Awaited<ReturnType<typeof openPage>>;
let env: Record<string, string>;
let sent = 0;
/** When each call was begun to be sent, was acknowledged, and was known to be stored. */
const calls: { begun: number; taken: number; stored: number }[] = [];
/** Every tile shows how many calls there are. */
const BOARD = {
	name: 'Faults',
	tiles: [
		{ id: 'waiting', kind: 'waiting', x: 0, y: 0, w: 4, h: 3 },
		{ id: 'opened', kind: 'number', kpi: 'cases_opened', x: 4, y: 0, w: 4, h: 3 },
		{ id: 'of-team', kind: 'number', kpi: 'cases_opened', teams: ['Hotline'], x: 8, y: 0, w: 4, h: 3 },
		{ id: 'by-phone', kind: 'waiting', channels: ['phone'], x: 0, y: 3, w: 4, h: 3 }
	]
};

const startEngine = (httpPort?: number) =>
	startClickHouse({ dataDir: join(data, 'engine'), ...(httpPort ? { httpPort } : {}) });
const startIngest = () => spawnIngest(env);
const startPages = () => startDashboard(env);

beforeAll(async () => {
	browser = await openBrowser();
	engine = await startEngine();
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	await migrate(clickhouse, 'touchstone');
	await clickhouse.close();
	env = {
		...{ CLICKHOUSE_URL: engine.url('admin'), CLICKHOUSE_DATABASE: 'touchstone', TOUCHSTONE_DATA: data },
		...{ INGEST_PORT: String(await freePort()), PORT: String(await freePort()) },
		TOUCHSTONE_INGEST_KEYS: `test:${KEY}`
	};
	ingest = await startIngest();
	dashboard = await startPages();
	cable = await layCable(Number(env.PORT));
	producer = createProducer({ url: ingest.url, key: KEY });
	await call();
	const put = await fetch(`${dashboard.url}/api/boards/faults`, {
		...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
		body: JSON.stringify(BOARD)
	});
	expect(put.status).toBeLessThan(300);
	const wall = `http://127.0.0.1:${cable.port}/wall/faults`;
	({ page, close } = await openPage(browser, wall, { viewport: { width: 1920, height: 1080 } }));
	await page.locator('[data-tile=waiting] .value', { hasText: /^\s*1\s*$/ }).waitFor();
	await isTold();
	turning = await openPage(browser, `${wall}?rotate=faults,complaints&every=5`);
	for (const one of [page, turning.page])
		await one.evaluate(() => Object.assign(window, { untouched: true }));
	log = await logTiles(page);
});

/** Resolves when the page was told of its sources: the dashboard has reached ingest. */
async function isTold() {
	const told = new Promise<void>((resolve) => {
		page.on('websocket', (socket) =>
			socket.on('framereceived', ({ payload }) => {
				if (String(payload).includes('"sources":[{')) resolve();
			})
		);
	});
	await page.reload();
	await told;
}

afterAll(async () => {
	await close();
	await turning.close();
	await browser.close();
	await cable.close();
	await producer.close();
	await dashboard.stop();
	ingest.kill('SIGTERM');
	await ingest.exited;
	await engine.stop();
	rmSync(data, { recursive: true, force: true });
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** A call that waits; resolves when ingest has it. */
async function call() {
	const begun = Date.now();
	const id = `call-${++sent}`;
	const one = { begun, taken: Infinity, stored: Infinity };
	calls.push(one);
	await producer.send(event('case.opened', id, ago(1), { team: 'Hotline', channel: 'phone' }));
	await producer.drain();
	one.taken = Date.now();
}
/** Resolves when ClickHouse has all calls. */
async function allStored() {
	await drained(ingest.url);
	for (const one of calls) if (one.stored === Infinity) one.stored = Date.now();
}

const counted = (is: (one: (typeof calls)[number]) => boolean) => calls.filter(is).length;

/**
 * Every word of every tile, each true at its moment. Bounds are those of the protocol itself: a number that is not grey has all that was
 * stored when it says it is of, and never more than was sent; one that has just ceased to be grey has all that was taken in before that.
 */
async function allWasTrue({ from, mended }: { from: number; mended: number }) {
	const said = (await log.said()).filter(({ at }) => at >= from);
	const wrong: unknown[] = [];
	const was = new Map<string, boolean>();
	for (const one of said) {
		const n = Number(one.value);
		const least = one.stale ? 0 : counted(({ stored }) => stored <= (one.as_of ?? 0));
		const isBack = was.get(one.tile) === true && !one.stale && one.at > mended;
		const taken = isBack ? counted(({ taken }) => taken <= mended) : 0;
		const most = counted(({ begun }) => begun <= one.at);
		if (!(n >= Math.max(least, taken, 1) && n <= most) || one.failed)
			wrong.push({ ...one, least, taken, most });
		was.set(one.tile, one.stale);
	}
	expect(wrong).toEqual([]);
	// The fault was seen by every tile.
	const grey = new Set(said.filter(({ stale }) => stale).map(({ tile }) => tile));
	expect([...grey].sort()).toEqual(BOARD.tiles.map(({ id }) => id).sort());
}

/** The wall that turns is the page it was, on one of its boards, and has never been without numbers; it turns again. */
async function stillTurns() {
	expect(await turning.page.evaluate(() => 'untouched' in window)).toBe(true);
	const board = () => new URL(turning.page.url()).pathname;
	const before = board();
	// The other board turns up once it has its numbers, which on a busy machine takes a while.
	await expect.poll(board, { timeout: 150_000 }).not.toBe(before);
	expect(['/wall/faults', '/wall/complaints']).toContain(board());
	expect(await turning.page.locator('article .failed').count()).toBe(0);
}

const tile = () => page.locator('[data-tile=waiting]');
const waiting = async () => (await tile().locator('.value').textContent())?.trim();
const shows = (calls: number) => expect.poll(waiting, { timeout: 60_000 }).toBe(String(calls));

/** Resolves when the tile says why it is old; its number stands all the while. */
async function says(why: RegExp, calls: number) {
	await expect.poll(() => tile().locator('footer').textContent(), { timeout: 60_000 }).toMatch(why);
	expect(await tile().getAttribute('class')).toContain('stale');
	expect(await waiting()).toBe(String(calls));
}

/** Resolves when nothing is old any more, and what came in meanwhile is counted. */
async function isWell(calls: number) {
	await shows(calls);
	await expect.poll(() => tile().getAttribute('class'), { timeout: 60_000 }).not.toContain('stale');
	await allStored();
	expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
}

test('ingest killed: it says that nothing is taken in, and goes on once it is', async () => {
	const from = Date.now();
	ingest.kill('SIGKILL');
	await ingest.exited;
	await says(/Nothing is taken in since \d\d:\d\d:\d\d/, 1);
	const mended = Date.now();
	ingest = await startIngest();
	await call();
	await isWell(2);
	await allWasTrue({ from, mended });
	await stillTurns();
});

test('ClickHouse killed: it says that the database is away, and catches up once it is back', async () => {
	const from = Date.now();
	process.kill(-engine.pid, 'SIGKILL');
	await engine.exited;
	await says(/The database has been away since \d\d:\d\d:\d\d/, 2);
	await call();
	const mended = Date.now();
	engine = await startEngine(engine.httpPort);
	await isWell(3);
	await allWasTrue({ from, mended });
	await stillTurns();
});

test('the dashboard killed: it says that the connection is lost, and catches up with the next one', async () => {
	const from = Date.now();
	process.kill(dashboard.pid, 'SIGKILL');
	await says(/Connection lost since \d\d:\d\d:\d\d/, 3);
	await call();
	const mended = Date.now();
	dashboard = await startPages();
	await isWell(4);
	await allWasTrue({ from, mended });
	await stillTurns();
});

test('the network cut without a word: it notices by itself, and catches up once it is mended', async () => {
	const from = Date.now();
	cable.cut();
	await says(/Connection lost since \d\d:\d\d:\d\d/, 4);
	await call();
	const mended = Date.now();
	cable.mend();
	await isWell(5);
	await allWasTrue({ from, mended });
	await stillTurns();
});
