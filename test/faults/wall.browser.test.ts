import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse, type EmbeddedClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { createProducer, type Producer } from '../../ingest/client/client.ts';
import { KEY, spawnIngest } from '../ingest/support.ts';
import { openBrowser } from '../support/browser.ts';
import { layCable } from '../support/cable.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event } from '../support/events.ts';
import { freePort } from '../support/free-port.ts';
import { openPage } from '../support/house.ts';

// A wall that nobody touches, while everything behind it is taken away and given back, one after another: what it says is true at every
// moment, the numbers stay, and it goes on by itself.

const data = mkdtempSync(join(tmpdir(), 'touchstone-wall-faults-'));
let browser: Browser;
let engine: EmbeddedClickHouse;
let ingest: Awaited<ReturnType<typeof spawnIngest>>;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let cable: Awaited<ReturnType<typeof layCable>>;
let producer: Producer;
let page: Page;
let close: () => Promise<void>;
let env: Record<string, string>;
let sent = 0;

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
	({ page, close } = await openPage(browser, `http://127.0.0.1:${cable.port}/wall/contact-centre`, {
		viewport: { width: 1920, height: 1080 }
	}));
	await page.locator('[data-tile=waiting] .value', { hasText: /^\s*1\s*$/ }).waitFor();
	await isTold();
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
	await producer.send(event('case.opened', `call-${++sent}`, ago(1), { team: 'Hotline', channel: 'phone' }));
	await producer.drain();
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
}

test('ingest killed: it says that nothing is taken in, and goes on once it is', async () => {
	ingest.kill('SIGKILL');
	await ingest.exited;
	await says(/Nothing is taken in since \d\d:\d\d:\d\d/, 1);
	ingest = await startIngest();
	await call();
	await isWell(2);
});

test('ClickHouse killed: it says that the database is away, and catches up once it is back', async () => {
	process.kill(-engine.pid, 'SIGKILL');
	await engine.exited;
	await says(/The database has been away since \d\d:\d\d:\d\d/, 2);
	await call();
	engine = await startEngine(engine.httpPort);
	await isWell(3);
});

test('the dashboard killed: it says that the connection is lost, and catches up with the next one', async () => {
	process.kill(dashboard.pid, 'SIGKILL');
	await says(/Connection lost since \d\d:\d\d:\d\d/, 3);
	await call();
	dashboard = await startPages();
	await isWell(4);
});

test('the network cut without a word: it notices by itself, and catches up once it is mended', async () => {
	await page.evaluate(() => Object.assign(window, { untouched: true }));
	cable.cut();
	await says(/Connection lost since \d\d:\d\d:\d\d/, 4);
	await call();
	cable.mend();
	await isWell(5);
	expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
});
