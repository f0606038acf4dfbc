import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { buildIfStale } from '../../src/build.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { addDays, dateIn, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { startDashboard } from '../support/dashboard.ts';
import { FULL } from './history.ts';
import { openHistory, ZONE } from './settled-history.ts';

// How long the weekly review of a long history takes in Chromium: to its first paint with data, until all of it is there, and as a PDF.
// `npx tsx test/bench/weekly.ts [--data FOLDER] [--cases 20000000] [--weeks 13] [--runs 10]`; the folder is that of settled.ts.

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: '400000' },
		weeks: { type: 'string', default: String(FULL.weeks) },
		runs: { type: 'string', default: '10' }
	}
});

const RUNS = Number(values.runs);
const WEEK = isoWeekOf(addDays(mondayOf(dateIn(Date.parse(FULL.end), ZONE)), -7));
const LONGEST_MS = 120_000;

const history = await openHistory({
	...{ data: values.data, cases: Number(values.cases), weeks: Number(values.weeks) }
});

/** Notes when the first number is painted. */
const WATCH = () => {
	const seen = new MutationObserver(() => {
		if (!document.querySelector('tr[data-kpi] .figure')) return;
		seen.disconnect();
		requestAnimationFrame(() => setTimeout(() => performance.mark('numbers')));
	});
	seen.observe(document, { childList: true, subtree: true });
};

/** Opens the review in a browser that has nothing of it yet. Throws where a part of it could not be asked. */
async function open(browser: Browser, url: string) {
	const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
	await page.addInitScript(WATCH);
	await page.goto(`${url}/weekly?week=${WEEK}`, { waitUntil: 'commit', timeout: LONGEST_MS });
	const mark = await page.waitForSelector('[data-review]:not([data-review="waiting"])', {
		...{ state: 'attached', timeout: LONGEST_MS }
	});
	const drawn = await page.evaluate(
		() =>
			new Promise<number>((resolve) =>
				requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
			)
	);
	const numbers = await page.evaluate(() => performance.getEntriesByName('numbers')[0]?.startTime ?? NaN);
	const said = await mark.getAttribute('data-review');
	await page.close();
	if (said !== 'whole') throw new Error(`a review that is ${said}`);
	return { numbers, drawn };
}

async function pdf(url: string) {
	const begin = performance.now();
	const answer = await fetch(`${url}/weekly/pdf?week=${WEEK}`, { signal: AbortSignal.timeout(LONGEST_MS) });
	const bytes = (await answer.arrayBuffer()).byteLength;
	if (!answer.ok) throw new Error(`PDF: ${answer.status}`);
	return { ms: performance.now() - begin, bytes };
}

function say(what: string, figures: number[]) {
	const sorted = figures.toSorted((a, b) => a - b);
	const at = (part: number) => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? NaN);
	console.log(`${what.padEnd(28)} median ${at(0.5)} ms, p95 ${at(0.95)} ms, of ${figures.length}`);
}

try {
	buildIfStale(process.cwd(), console.log);
	const dashboard = await startDashboard({
		CLICKHOUSE_URL: history.url,
		CLICKHOUSE_DATABASE: history.database,
		TOUCHSTONE_TIMEZONE: ZONE,
		TOUCHSTONE_DATA: mkdtempSync(join(tmpdir(), 'touchstone-weekly-dashboard-'))
	});
	const browser = await openBrowser();
	try {
		await open(browser, dashboard.url);
		const runs: Awaited<ReturnType<typeof open>>[] = [];
		for (let run = 0; run < RUNS; run++) runs.push(await open(browser, dashboard.url));
		say(
			'first paint with data',
			runs.map(({ numbers }) => numbers)
		);
		say(
			'all of it drawn',
			runs.map(({ drawn }) => drawn)
		);
		const made = [await pdf(dashboard.url), await pdf(dashboard.url), await pdf(dashboard.url)];
		say(
			'PDF',
			made.map(({ ms }) => ms)
		);
		console.log(`${Math.round((made[0]?.bytes ?? 0) / 1000)} kB`);
	} finally {
		await browser.close();
		await dashboard.stop();
	}
} finally {
	await history.close();
}
