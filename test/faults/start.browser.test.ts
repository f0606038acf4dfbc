import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createProducer } from '../../ingest/client/client.ts';
import { openBrowser } from '../support/browser.ts';
import { event } from '../support/events.ts';
import { freePort } from '../support/free-port.ts';
import { openPage } from '../support/house.ts';

// npm start as a whole: what it starts, how it stops, and what happens when a part of it is killed.

let browser: Browser;
let data: string;
let started: ChildProcess;
let said: string[];
let ports: { page: number; ingest: number };

beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

beforeEach(async () => {
	data = mkdtempSync(join(tmpdir(), 'touchstone-start-'));
	ports = { page: await freePort(), ingest: await freePort() };
	await start();
});
afterEach(async () => {
	if (started.exitCode === null && started.signalCode === null) {
		const exit = once(started, 'exit');
		started.kill('SIGTERM');
		await exit;
	}
	await vi.waitFor(() => expect(processes()).toEqual([]), { timeout: 30_000, interval: 200 });
	rmSync(data, { recursive: true, force: true });
});

async function start(line: string[] = [process.execPath, '--import', 'tsx', 'src/start.ts']) {
	const [command = '', ...args] = line;
	said = [];
	started = spawn(command, args, {
		env: {
			...{ PATH: process.env.PATH, TOUCHSTONE_DATA: data, TOUCHSTONE_TIMEZONE: 'UTC' },
			...{ PORT: String(ports.page), INGEST_PORT: String(ports.ingest) }
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	for (const stream of [started.stdout, started.stderr])
		if (stream) createInterface({ input: stream }).on('line', (line) => said.push(line));
	await heard(/open on/);
	await heard(/takes events at/);
}

const heard = (words: RegExp) =>
	vi.waitFor(() => expect(said.join('\n')).toMatch(words), { timeout: 60_000, interval: 100 });

/** The processes that work on this test's data: their environment or arguments name its folder. */
function processes(): string[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.filter((pid) => {
			const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
			try {
				return read(`/proc/${pid}/environ`).includes(data) || read(`/proc/${pid}/cmdline`).includes(data);
			} catch {
				return false;
			}
		});
}

/** The engine's processes. */
const engine = () =>
	processes().filter(
		(pid) =>
			readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('query_stable') ||
			readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine.ts')
	);

const key = () => readFileSync(join(data, 'ingest.key'), 'utf8').trim();
const producer = () => createProducer({ url: `ws://127.0.0.1:${ports.ingest}/v1/events`, key: key() });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

const call = (id: string) => [
	event('case.opened', id, ago(60), { team: 'Hotline', channel: 'phone' }),
	event('case.responded', id, ago(50))
];

async function count(): Promise<number> {
	const answer = await fetch(`http://127.0.0.1:${ports.page}/api/kpi/first_response`);
	return answer.ok ? (await answer.json()).rows[0].n : -1;
}

test('SIGTERM stores what was taken and leaves no process behind; the next start has it', async () => {
	const sender = producer();
	for (const sent of call('a')) await sender.send(sent);
	await sender.drain();
	const exit = once(started, 'exit');
	started.kill('SIGTERM');
	expect((await exit)[0]).toBe(0);
	expect(processes()).toEqual([]);
	await start();
	expect(await count()).toBe(1);
	await sender.close();
});

test('as npm start, SIGTERM to npm stops it as well', async () => {
	const exit = once(started, 'exit');
	started.kill('SIGTERM');
	await exit;
	await start(['npm', 'start']);
	started.kill('SIGTERM');
	await vi.waitFor(() => expect(processes()).toEqual([]), { timeout: 30_000, interval: 200 });
});

test('killed, it takes ingest, dashboard and ClickHouse with it', async () => {
	started.kill('SIGKILL');
	await vi.waitFor(() => expect(processes()).toEqual([]), { timeout: 30_000, interval: 200 });
});

test('ClickHouse killed while ingesting: the page says so, ingest tries again, nothing acknowledged is lost', async () => {
	const { page, close } = await openPage(browser, `http://127.0.0.1:${ports.page}/`);
	const sender = producer();
	for (const sent of call('before')) await sender.send(sent);
	await sender.drain();
	const value = page.locator('[data-kpi=first_response]');
	await expect.poll(() => value.textContent()).toMatch(/10\s*s/);

	// Started again within a second or two: what the page said meanwhile is kept.
	await page.evaluate(() => {
		const heard: string[] = [];
		const note = () =>
			heard.push(
				...[...document.querySelectorAll('[role=status]')].map((status) => status.textContent ?? '')
			);
		new MutationObserver(note).observe(document.body, {
			childList: true,
			subtree: true,
			characterData: true
		});
		Object.assign(window, { heard });
	});
	for (const pid of engine()) process.kill(Number(pid), 'SIGKILL');
	for (const id of ['during-1', 'during-2']) for (const sent of call(id)) await sender.send(sent);
	const banners = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.join('\n'));
	await expect.poll(banners).toContain('database cannot be reached');
	expect(await value.textContent()).toMatch(/10\s*s/);

	await sender.drain();
	expect(sender.counts).toMatchObject({ accepted: 6, rejected: 0 });
	await page.getByText('database cannot be reached').waitFor({ state: 'detached' });
	await expect.poll(count).toBe(3);
	await page.getByText(/n\s3/).first().waitFor();
	await sender.close();
	await close();
});

test('a port that is taken is said, and nothing is left running', async () => {
	const second = spawn(process.execPath, ['--import', 'tsx', 'src/start.ts'], {
		env: { PATH: process.env.PATH, TOUCHSTONE_DATA: `${data}-2`, PORT: String(ports.page), INGEST_PORT: '0' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const words: string[] = [];
	for (const stream of [second.stdout, second.stderr])
		if (stream) createInterface({ input: stream }).on('line', (line) => words.push(line));
	const [code] = await once(second, 'exit');
	expect(code).toBe(1);
	expect(words.join('\n')).toContain(`Port ${ports.page} is taken: set PORT`);
	rmSync(`${data}-2`, { recursive: true, force: true });
});
