import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;
let empty: { db: TestDatabase; house: Awaited<ReturnType<typeof openHouse>> };

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

beforeAll(async () => {
	browser = await openBrowser();
	const open = async () => {
		const db = await testDatabase({ settled: true });
		return { db, house: await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database }) };
	};
	empty = await open();
	({ db, house } = await open());
	await house.send(
		Array.from({ length: 40 }, (_, index) => [
			event('case.opened', `c${index}`, ago(index * 40_000 + 600), {
				team: `Team ${index % 3}`,
				agent: 'Ann',
				channel: 'phone',
				topic: 'bill'
			}),
			event('case.responded', `c${index}`, ago(index * 40_000 + 590 - index)),
			event('case.resolved', `c${index}`, ago(index * 40_000 + 300)),
			event('survey.answered', `c${index}`, ago(index * 40_000 + 100), {
				instrument: 'csat',
				score: 1 + (index % 5),
				comment: 'ok'
			})
		]).flat()
	);
});
afterAll(async () => {
	await browser.close();
	for (const { house: one, db: two } of [empty, { db, house }]) {
		await one.close();
		await two.drop();
	}
});

const PAGES: [string, string][] = [
	['the overview', '/'],
	['another number', '/?kpi=satisfaction&range=7d'],
	['a team', '/teams/Team%201'],
	['all numbers', '/kpis'],
	['a case', '/cases/c3'],
	['a case that is not', '/cases/none'],
	['the empty page', 'empty']
];

for (const locale of ['en-GB', 'zh-CN'])
	for (const colorScheme of ['light', 'dark'] as const)
		test.each(PAGES)(`axe finds nothing on %s (${locale}, ${colorScheme})`, async (_, path) => {
			const url = path === 'empty' ? empty.house.url : `${house.url}${path}`;
			const { page, close } = await openPage(browser, url, { locale, colorScheme, reducedMotion: 'reduce' });
			await page.locator('h1').first().waitFor();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
				[]
			);
			await close();
		});

test('the page is used with the keyboard alone: to a team and back, and past the navigation', async () => {
	const { page, close } = await openPage(browser, house.url);
	await page.locator('h1').first().waitFor();
	await page.keyboard.press('Tab');
	expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toMatch(/skip/i);
	await page.getByRole('link', { name: 'Team 1' }).focus();
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Team 1', level: 1 }).waitFor();
	await close();
});

test.each([375, 1440, 3840])('nothing runs out of the page at %i pixels', async (width) => {
	for (const path of ['/', '/teams/Team%201', '/cases/c3']) {
		const { page, close } = await openPage(browser, `${house.url}${path}`, {
			viewport: { width, height: 900 }
		});
		await page.locator('h1').first().waitFor();
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect([path, overflow]).toEqual([path, 0]);
		await close();
	}
});
