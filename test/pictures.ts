import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { createProducer } from '../ingest/client/client.ts';
import { createTraffic, type TrafficOptions } from '../ingest/simulate/traffic.ts';
import { buildIfStale } from '../src/build.ts';
import { dateIn, mondayOf, startOfDate } from '../src/lib/zone.ts';
import { KEY } from './ingest/support.ts';
import { openBrowser } from './support/browser.ts';
import { openHouse } from './support/house.ts';
import { simulated } from './support/simulated.ts';

// npm run pictures: the pictures of the weekly review in static/, of the latest complete week of simulated traffic with more than a year before it,
// and that of a wall, of traffic up to now: a wall greys what nobody tells any more. `npm run pictures -- wall` or `-- weekly`: only these.

const [ONLY] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ZONE = 'Asia/Shanghai';
const DAY = 86_400_000;
/** The Monday after the latest complete week. */
const START = startOfDate(mondayOf(dateIn(Date.now(), ZONE)), ZONE);
const TRAFFIC = { seed: 'pictures', teams: 8, rate: 1, days: 400, zone: ZONE, start: START };
/** Pixels of a printed sheet across. */
const SHEET_WIDTH = 1_240;
const AT_ONCE = 40_000;
const hourIn = (zone: string) =>
	Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit' }).format());
/** At night nobody works: a wall is looked at where it is day. */
const ZONE_AT_WORK =
	[ZONE, 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles'].find(
		(zone) => hourIn(zone) >= 11 && hourIn(zone) < 17
	) ?? ZONE;
/** So long the wall is watched before its picture is taken: it settles what it shows. */
const WATCHED_S = 30;

type House = Awaited<ReturnType<typeof openHouse>>;

async function fill(house: House, traffic: TrafficOptions) {
	let events = [];
	for (const event of simulated(traffic)) {
		events.push(event);
		if (events.length < AT_ONCE) continue;
		await house.send(events);
		events = [];
	}
	await house.send(events);
}

/** Traffic of which something happened in the middle of the last week: an organisation drawn so. */
function eventful(): TrafficOptions {
	for (let draw = 0; draw < 1_000; draw++) {
		const traffic = { ...TRAFFIC, seed: `${TRAFFIC.seed}${draw}` };
		const { incidents } = createTraffic(traffic);
		if (incidents.some(({ from }) => from >= START - 6 * DAY && from < START - 4 * DAY)) return traffic;
	}
	return TRAFFIC;
}

async function write(house: House, path: string, body: Record<string, unknown>) {
	const answer = await fetch(house.url + path, {
		...{ method: 'POST', headers: { 'content-type': 'application/json' } },
		body: JSON.stringify(body)
	});
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

/** What people have written in such a week. */
async function note(house: House, week: string, owner: string) {
	const by = 'Chen Yu';
	const text = 'A second shift on Fridays until the queue is shorter';
	await write(house, '/api/decisions', {
		...{ kind: 'decision', week, text, owner, by },
		due: dateIn(startOfDate(week, ZONE) + 14 * DAY, ZONE)
	});
	await write(house, '/api/annotations', {
		kind: 'event',
		first_day: week,
		text: 'Autumn campaign begins',
		by
	});
}

/** A review that is whole: nothing in it is being counted any more. */
async function open(browser: Browser, url: string, options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext({
		...{ locale: 'en-GB', colorScheme: 'light', reducedMotion: 'reduce', bypassCSP: true },
		...options
	});
	const page = await context.newPage();
	await page.goto(url);
	await page.waitForSelector('[data-review="whole"]', { state: 'attached', timeout: 60_000 });
	await page.evaluate(() => document.fonts.ready);
	return page;
}

const pathOf = (name: string) => join(ROOT, 'static', `${name}.png`);

async function screen(browser: Browser, url: string, name: string, options: BrowserContextOptions) {
	const page = await open(browser, url, options);
	await page.screenshot({ path: pathOf(name) });
	await page.context().close();
}

/** The sheets of a PDF as pictures (data: URLs). What reads it is made for browsers, and draws in one. */
function draw({ source, pdf, width }: { source: string; pdf: string; width: number }): Promise<string[]> {
	type Sheet = {
		getViewport(options: { scale: number }): { width: number; height: number };
		render(options: object): { promise: Promise<void> };
	};
	type Reader = {
		getDocument(options: { data: Uint8Array }): {
			promise: Promise<{ numPages: number; getPage(at: number): Promise<Sheet> }>;
		};
	};
	return import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))).then(
		async ({ getDocument }: Reader) => {
			const data = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
			const read = await getDocument({ data }).promise;
			const drawn: string[] = [];
			for (let at = 1; at <= read.numPages; at++) {
				const sheet = await read.getPage(at);
				const viewport = sheet.getViewport({ scale: width / sheet.getViewport({ scale: 1 }).width });
				const canvas = document.createElement('canvas');
				[canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
				await sheet.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
				drawn.push(canvas.toDataURL('image/png'));
			}
			return drawn;
		}
	);
}

/** The sheets as they are sent and printed. */
async function sheets(house: House, browser: Browser): Promise<string[]> {
	const answer = await fetch(`${house.url}/weekly/pdf?lang=en`, { signal: AbortSignal.timeout(120_000) });
	if (!answer.ok) throw new Error(`PDF: ${await answer.text()}`);
	const pdf = Buffer.from(await answer.arrayBuffer()).toString('base64');
	const source = readFileSync(fileURLToPath(import.meta.resolve('unpdf/pdfjs')), 'utf8');
	const page = await browser.newPage();
	const drawn = await page.evaluate(draw, { source, pdf, width: SHEET_WIDTH });
	await page.close();
	return drawn.map((url, index) => {
		const name = `weekly-a4-${index + 1}`;
		writeFileSync(pathOf(name), Buffer.from(url.split(',')[1] ?? '', 'base64'));
		return name;
	});
}

const say = (name: string) =>
	console.log(`static/${name}.png  ${Math.round(statSync(pathOf(name)).size / 1000)} kB`);

/** A house of its own, and a browser, for as long as the work takes. */
async function inHouse(zone: string, work: (house: House, browser: Browser) => Promise<void>) {
	const folder = mkdtempSync(join(tmpdir(), 'touchstone-pictures-'));
	const engine = await startClickHouse({ dataDir: folder });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	await migrate(clickhouse, 'touchstone');
	await prepareSettled(clickhouse, 'touchstone');
	const house = await openHouse({
		...{ CLICKHOUSE_URL: engine.url('admin'), CLICKHOUSE_DATABASE: 'touchstone' },
		TOUCHSTONE_TIMEZONE: zone
	});
	const browser = await openBrowser();
	try {
		await work(house, browser);
	} finally {
		await browser.close();
		await house.close();
		await clickhouse.close();
		await engine.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function review(house: House, browser: Browser) {
	const traffic = eventful();
	await fill(house, traffic);
	const team = createTraffic(traffic).incidents.findLast(({ from }) => from < START)?.team;
	await note(house, dateIn(START - 7 * DAY, ZONE), team ?? 'Front desk');
	const url = `${house.url}/weekly`;
	await screen(browser, url, 'weekly', { viewport: { width: 1440, height: 1080 } });
	await screen(browser, url, 'weekly-phone', {
		...{ viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true }
	});
	for (const name of ['weekly', 'weekly-phone', ...(await sheets(house, browser))]) say(name);
}

/** Sends what has happened by now, each time it is called, over one connection: a source that leaves is silent. */
function createSending(house: House, traffic: TrafficOptions) {
	const producer = createProducer({ url: house.ingestUrl, key: KEY });
	const events = createTraffic(traffic).events();
	let next = events.next();
	return {
		async send() {
			for (; !next.done && Date.parse(next.value.time) <= Date.now(); next = events.next())
				await producer.send(next.value);
		},
		close: () => producer.close()
	};
}

async function wall(house: House, browser: Browser) {
	const source = createSending(house, {
		...{ ...TRAFFIC, zone: ZONE_AT_WORK },
		...{ rate: 20, days: 2, start: Date.now() }
	});
	await source.send();
	const page = await browser.newPage({
		...{ locale: 'en-GB', colorScheme: 'dark', reducedMotion: 'reduce' },
		viewport: { width: 1280, height: 720 }
	});
	await page.goto(`${house.url}/wall/contact-centre`);
	for (let second = 0; second < WATCHED_S; second++) {
		await source.send();
		await sleep(1_000);
	}
	await page.screenshot({ path: pathOf('wall') });
	await page.close();
	await source.close();
	say('wall');
}

buildIfStale(ROOT, console.log);
if (ONLY !== 'wall') await inHouse(ZONE, review);
if (ONLY !== 'weekly') await inHouse(ZONE_AT_WORK, wall);
