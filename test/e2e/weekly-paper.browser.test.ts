import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_REVIEWED, REVIEWED } from '../../src/lib/weekly/reviewed.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { addDays, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';
import { simulated } from '../support/simulated.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

const RUNNING = mondayOf(new Date().toISOString().slice(0, 10));
const WEEK = isoWeekOf(addDays(RUNNING, -7));
const SECTIONS = [
	...['broken', 'recovery', 'satisfaction', 'perception', 'iceberg', 'scorecards', 'quadrant'],
	...['handovers', 'staff', 'shared', 'decisions']
];
/** What is between the margins of an upright A4 page, in CSS px. */
const PAPER = { width: 703, height: 1024 };
const PHONE = { width: 375, height: 812 };

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	const start = Date.parse(`${RUNNING}T00:00:00Z`);
	await house.send([...simulated({ seed: 'paper', teams: 8, rate: 0.2, days: 112, start, zone: 'UTC' })]);
	// The data have passed the week.
	const after = event('agent.state', 'after', `${RUNNING}T00:00:00`, { agent: 'Ann', state: 'away' });
	await house.send([{ ...after, source: 'touchstone/simulator' }]);
	const decision = { kind: 'note', week: addDays(RUNNING, -7), text: 'Look at the queue', by: 'Ann' };
	await fetch(`${house.url}/api/decisions`, {
		...{ method: 'POST', headers: { 'content-type': 'application/json' } },
		body: JSON.stringify(decision)
	});
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

/** How long all of it may take to be counted on a machine with much else to do (ms). */
const PATIENCE = { timeout: 90_000 };

/** The review with all of its sections there, and nothing being asked any more. */
async function open(options: BrowserContextOptions = {}) {
	const opened = await openPage(browser, `${house.url}/favicon.svg`, options);
	// A page that is streamed is loaded when the last section is in it.
	await opened.page.goto(`${house.url}/weekly?week=${WEEK}`, { waitUntil: 'commit', ...PATIENCE });
	for (const name of SECTIONS)
		await opened.page
			.locator(`[data-section="${name}"] > :last-child:not(.empty)`)
			.waitFor({ state: 'attached', ...PATIENCE });
	await expect.poll(() => opened.page.getByText('…', { exact: true }).count(), PATIENCE).toBe(0);
	return opened;
}

/** What reaches beyond the right edge, by name. */
const tooWide = (page: Page) =>
	page.evaluate(() =>
		[...document.querySelectorAll('main *')]
			.filter((one) => !one.closest('.heard, thead') && one.getBoundingClientRect().right > innerWidth + 1)
			.map((one) => `${one.tagName}.${one.getAttribute('class')} ${one.textContent.slice(0, 40)}`)
	);

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length;

describe('the weekly review on paper', () => {
	test.each(['en-GB', 'zh-CN'])('is two upright pages with eight teams (%s)', async (locale) => {
		const { page, troubles, close } = await open({ locale, colorScheme: 'dark' });
		expect(await page.locator('#trend-promises_kept figure').count()).toBe(9);
		const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
		expect(pagesOf(pdf)).toBe(2);
		expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45]\S* 84[12]\S*\]/);
		expect(troubles).toEqual([]);
		await close();
	});

	test.each([
		['en-GB', 1280],
		['zh-CN', 375]
	])('has every number, trend and section, and no button (%s, from %i px)', async (locale, width) => {
		const { page, close } = await open({ locale, viewport: { width, height: 900 } });
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		await page.setViewportSize(PAPER);
		await expect.poll(() => page.locator('tr[data-kpi]:visible').count()).toBe(ALL_REVIEWED.length);
		expect(await page.locator('.by-team svg:visible').count()).toBeGreaterThanOrEqual(9 * REVIEWED.length);
		const shown = page.locator('[data-section]:visible');
		expect(await shown.evaluateAll((all) => all.map((one) => one.getAttribute('data-section')))).toEqual(
			expect.arrayContaining(SECTIONS)
		);
		for (const what of ['li[data-step]', '[data-section="scorecards"] tbody tr', '.level'])
			expect([what, await page.locator(`${what}:visible`).count()]).not.toEqual([what, 0]);
		expect(await page.locator('.control:visible, select:visible, summary:visible').count()).toBe(0);
		expect(await tooWide(page)).toEqual([]);
		await close();
	});

	test('cuts no name off, and says how many more there are', async () => {
		const { page, close } = await open();
		await page.emulateMedia({ media: 'print' });
		await page.setViewportSize(PAPER);
		const cut = await page
			.locator(
				':is([data-section="broken"], [data-section="handovers"], [data-section="shared"]) :is(a, h3):visible'
			)
			.evaluateAll((all) =>
				all
					.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
					.map((one) => one.textContent)
			);
		expect(cut).toEqual([]);
		const broken = page.locator('[data-section="broken"]');
		expect(
			await broken
				.getByText(/^2 more teams broke promises$/)
				.locator('visible=true')
				.count()
		).toBe(1);
		await close();
	});

	test('says at its foot whose it is, and is light', async () => {
		const { page, close } = await open({ colorScheme: 'dark' });
		const foot = await page.evaluate(() => document.documentElement.style.getPropertyValue('--paper-foot'));
		expect(foot).toMatch(
			new RegExp(`Weekly review ${WEEK} · All teams · All channels · data to \\d.*, times in UTC`)
		);
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
			'rgb(255, 255, 255)'
		);
		await close();
	});
});

describe('the weekly review on a phone', () => {
	test('is folded under what is in it, and remembers for the session what was opened', async () => {
		const { page, close } = await open({ viewport: PHONE, hasTouch: true });
		const fold = page.locator('details[data-fold="staff"]');
		const content = fold.locator('ol');
		await expect.poll(() => content.isVisible()).toBe(false);
		await fold.locator('summary').focus();
		await page.keyboard.press('Enter');
		await expect.poll(() => content.isVisible()).toBe(true);
		await page.reload({ waitUntil: 'commit' });
		await expect
			.poll(() => page.locator('details[data-fold="broken"] > .teams').isVisible(), PATIENCE)
			.toBe(false);
		await expect.poll(() => content.isVisible(), PATIENCE).toBe(true);
		await close();
	});

	test('folds nothing on a desk', async () => {
		const { page, close } = await open();
		expect(await page.locator('details[data-fold]:not([open])').count()).toBe(0);
		expect(await page.locator('details[data-fold] > summary:visible').count()).toBe(0);
		await close();
	});

	test('goes nowhere sideways, opened or not, and fingers hit what they aim at', async () => {
		const { page, close } = await open({ viewport: PHONE, hasTouch: true });
		await expect.poll(() => page.locator('details[data-fold][open]').count()).toBe(0);
		const small = await page
			.locator('main :is(summary, select, .control):visible')
			.evaluateAll((all) =>
				all
					.filter((one) => one.getBoundingClientRect().height < 44)
					.map((one) => `${one.tagName} ${one.textContent}`)
			);
		expect(small).toEqual([]);
		for (const fold of await page.locator('[data-fold] > summary').all()) await fold.click();
		expect(await tooWide(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
		await close();
	});

	test('shows what changed on its first screen, and one button for all that can be done with it', async () => {
		const { page, close } = await open({ viewport: PHONE, hasTouch: true });
		const tools = page.locator('details[data-fold="tools"]');
		await expect.poll(() => tools.locator('select').first().isVisible()).toBe(false);
		const changed = await page.locator('.weekly-review h2').first().boundingBox();
		expect(changed?.y).toBeLessThan(0.6 * PHONE.height);
		await tools.locator('> summary').click();
		expect(await tools.locator(':is(select, a, button).control:visible').count()).toBeGreaterThanOrEqual(5);
		await close();
	});

	test('keeps its week in sight', async () => {
		const { page, close } = await open({ viewport: PHONE });
		await page.evaluate(() => scrollTo(0, 3000));
		const box = await page.getByRole('heading', { level: 1 }).boundingBox();
		expect(box?.y).toBeLessThan(40);
		await close();
	});

	test('axe finds nothing, opened', async () => {
		const { page, close } = await open({ viewport: PHONE, reducedMotion: 'reduce' });
		await expect.poll(() => page.locator('details[data-fold][open]').count()).toBe(0);
		for (const fold of await page.locator('[data-fold] > summary').all()) await fold.click();
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
		await close();
	});
});
