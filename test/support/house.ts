import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createProducer } from '../../ingest/client/client.ts';
import type { CloudEvent } from '#schema/event.ts';
import { KEY, spawnIngest } from '../ingest/support.ts';
import { startDashboard } from './dashboard.ts';
import { drained } from './drained.ts';

/** Ingest and dashboard as processes of their own on one database, and what a test does with them. */
export async function openHouse(
	env: { CLICKHOUSE_URL: string; CLICKHOUSE_DATABASE: string } & Record<string, string>
) {
	const data = mkdtempSync(join(tmpdir(), 'touchstone-house-'));
	const ingest = await spawnIngest({ ...env, TOUCHSTONE_DATA: data });
	const dashboard = await startDashboard({
		...env,
		TOUCHSTONE_DATA: data,
		TOUCHSTONE_INGEST_KEYS: `test:${KEY}`,
		INGEST_PORT: new URL(ingest.url).port
	});
	return {
		url: dashboard.url,
		/** The dashboard's process. */
		pid: dashboard.pid,
		ingestUrl: ingest.url,
		/** Sends events through the socket; resolves when ClickHouse has them. Throws for a refused one. */
		async send(events: CloudEvent[]) {
			const refused: unknown[] = [];
			const producer = createProducer({
				url: ingest.url,
				key: KEY,
				onAnswer: ({ rejected }) => void refused.push(...rejected)
			});
			for (const event of events) await producer.send(event);
			await producer.close();
			await drained(ingest.url);
			if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
		},
		async close() {
			await dashboard.stop();
			ingest.kill('SIGTERM');
			await ingest.exited;
			rmSync(data, { recursive: true, force: true });
		}
	};
}

/** A page that keeps what went wrong in it: errors of scripts, of the console, and answers that failed. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
	const context = await browser.newContext({
		locale: 'en-GB',
		viewport: { width: 1440, height: 900 },
		...options
	});
	const page = await context.newPage();
	// A machine that is busy with other tests draws a page late.
	page.setDefaultNavigationTimeout(100_000);
	if (options.javaScriptEnabled !== false) wakeFirst(page);
	const troubles = watchTroubles(page);
	await page.goto(url);
	return { page, troubles, close: () => context.close() };
}

/** A page that is gone to or loaded again is there once it hears clicks and keys: what a slow machine loses before is no fault of the page. */
function wakeFirst(page: Page): void {
	const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
	// What is no page of the dashboard has no theme.
	const awake = () =>
		page.waitForSelector(':root[data-awake], :root:not([data-theme])', { state: 'attached' });
	page.goto = async (url, options) => {
		const response = await goto(url, options);
		if (options?.waitUntil !== 'commit') await awake();
		return response;
	};
	page.reload = async (options) => {
		const response = await reload(options);
		await awake();
		return response;
	};
}

function watchTroubles(page: Page): string[] {
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
	});
	return troubles;
}
