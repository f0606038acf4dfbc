import { mkdtempSync, rmSync, statSync } from 'node:fs';
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
import { isoWeekOf } from '../src/lib/iso-week.ts';
import { dateIn, mondayOf, startOfDate } from '../src/lib/zone.ts';
import { KEY } from './ingest/support.ts';
import { openBrowser } from './support/browser.ts';
import { openHouse } from './support/house.ts';
import { simulated } from './support/simulated.ts';

// npm run pictures: the pictures of the weekly review in static/, of simulated traffic that is the same each time, and that of a wall, of
// traffic up to now: a wall greys what nobody tells any more. `npm run pictures -- wall` or `-- weekly`: only these.

const [ONLY] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ZONE = 'Asia/Shanghai';
const TRAFFIC = {
	...{ seed: 'pictures', teams: 8, rate: 1, days: 400, zone: ZONE },
	start: startOfDate('2026-11-16', ZONE)
};
/** A4 at 96 dpi, and its margins (src/lib/weekly/paper.css). */
const SHEET = { width: 794, height: 1123, margin: '11mm 12mm 14mm' };
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

/** The Monday of the week of an incident: something happened in it. */
function eventfulWeek(): string {
	const incident = createTraffic(TRAFFIC).incidents.find(({ from }) => from < TRAFFIC.start);
	return mondayOf(dateIn(incident?.from ?? TRAFFIC.start - 1, ZONE));
}

async function write(house: House, path: string, body: Record<string, unknown>) {
	const answer = await fetch(house.url + path, {
		...{ method: 'POST', headers: { 'content-type': 'application/json' } },
		body: JSON.stringify(body)
	});
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

/** What people have written in such a week. */
async function note(house: House, week: string) {
	const by = 'Chen Yu';
	const text = 'A second desk at the counter on Fridays until the queue is shorter';
	await write(house, '/api/decisions', {
		...{ kind: 'decision', week, text, owner: 'Counter City', by },
		due: dateIn(startOfDate(week, ZONE) + 14 * 86_400_000, ZONE)
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

/** The two sheets as they are printed: a browser takes pictures of screens alone, so each is laid out on one. */
async function sheets(browser: Browser, url: string) {
	const { width, height, margin } = SHEET;
	const page = await open(browser, url, { viewport: { width, height }, deviceScaleFactor: 1.25 });
	await page.emulateMedia({ media: 'print' });
	await page.addStyleTag({
		content: `body { width: ${width}px; min-height: ${height}px; padding: ${margin}; }
			.foot { position: absolute; top: ${height - 46}px; left: 12mm; right: 12mm; display: flex; justify-content: space-between; font-size: 6.5pt; color: #5d626c; }`
	});
	for (const [at, hidden] of [
		[1, '.behind'],
		[2, '.weekly-review > :not(.behind), #main > header, aside']
	] as const) {
		await page.evaluate(
			({ at, hidden }) => {
				for (const one of document.querySelectorAll(hidden)) one.setAttribute('style', 'display: none');
				document.querySelector('.foot')?.remove();
				const said = document.documentElement.style.getPropertyValue('--paper-foot');
				const foot = document.body.appendChild(document.createElement('div'));
				foot.className = 'foot';
				foot.innerHTML = '<span></span><span></span>';
				const [left, right] = foot.children;
				if (left && right) [left.textContent, right.textContent] = [said.slice(1, -1), `${at} / 2`];
				if (at === 2) document.querySelector('.behind')?.removeAttribute('style');
			},
			{ at, hidden }
		);
		await page.screenshot({ path: pathOf(`weekly-a4-${at}`), clip: { x: 0, y: 0, width, height } });
	}
	await page.context().close();
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
	await fill(house, TRAFFIC);
	const week = eventfulWeek();
	await note(house, week);
	const url = `${house.url}/weekly?week=${isoWeekOf(week)}`;
	await screen(browser, url, 'weekly', { viewport: { width: 1440, height: 1080 } });
	await screen(browser, url, 'weekly-phone', {
		...{ viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true }
	});
	await sheets(browser, url);
	for (const name of ['weekly', 'weekly-phone', 'weekly-a4-1', 'weekly-a4-2']) say(name);
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
