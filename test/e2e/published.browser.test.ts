import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoWeekOf, mondayOfIsoWeek } from '../../src/lib/iso-week.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

/** A day of a week that is over for a week at least. */
const DAY = new Date(Date.now() - 14 * 86_400_000).toISOString().slice(0, 10);
const WEEK = isoWeekOf(DAY);

const answers = (name: string, scores: number[]) =>
	scores.map((score, index) =>
		event('survey.answered', `${name}-${index}`, `${DAY}T09:00:00`, {
			instrument: 'csat',
			score,
			team: 'Billing'
		})
	);

async function ask(query = '') {
	const answer = await fetch(`${house.url}/api/published${query}`);
	return { status: answer.status, ...(await answer.json()) };
}

describe('published weeks', () => {
	test('the page teaches when nothing is published', async () => {
		const { page, troubles, close } = await openPage(browser, house.url);
		await page.getByRole('link', { name: 'Restatements' }).click();
		await page.getByRole('heading', { name: 'No week is published yet' }).waitFor();
		expect(await ask()).toMatchObject({ weeks: [] });
		expect(troubles).toEqual([]);
		await close();
	});

	test('are answered with their figures as published', async () => {
		await house.send(answers('first', [5, 5, 4, 5, 2, 1]));
		const done = await fetch(`${house.url}/api/published`, { method: 'POST' });
		expect(await done.json()).toMatchObject({ failed: [], restated: 0 });
		const { week, from, figures } = await ask(`?week=${WEEK}&kpi=satisfaction`);
		expect([week, from]).toEqual([WEEK, `${mondayOfIsoWeek(WEEK)}T00:00:00+00:00`]);
		const share = { value: 4 / 6, n: 6, numerator: 4, denominator: 6, immature: 0, restatements: [] };
		expect(figures).toMatchObject([
			{ kpi: 'satisfaction', by: null, group: null, ...share },
			{ kpi: 'satisfaction', by: 'team', group: 'Billing', ...share }
		]);
	});

	test('the page says that nothing has changed', async () => {
		const { page, troubles, close } = await openPage(browser, `${house.url}/restatements`);
		await page.getByRole('heading', { name: 'No published figure has changed' }).waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('late events stand on the page as old, new, why and how many, after a check', async () => {
		await house.send(answers('late', [1, 2]));
		const { page, troubles, close } = await openPage(browser, `${house.url}/restatements`);
		await page.getByRole('button', { name: 'Check now' }).click();
		// Every number is asked anew.
		await page.getByText('Late events: 2').first().waitFor({ timeout: 110_000 });
		const satisfaction = page.locator('li[data-kpi="satisfaction"]').first();
		await satisfaction.getByText('from 66.7\u00a0% to 50.0\u00a0%').first().waitFor();
		expect(await satisfaction.locator('.row').first().locator('.n').innerText()).toBe('n 6 → 8');
		await satisfaction.getByText('Teams: 1').click();
		await satisfaction.getByText('Billing', { exact: true }).waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('the API tells it with the figure', async () => {
		const { figures } = await ask(`?week=${WEEK}&kpi=satisfaction`);
		expect(figures[0]).toMatchObject({
			...{ by: null, value: 4 / 6, n: 6 },
			restatements: [{ why: ['late_events'], late_events: 2, old: { n: 6 }, new: { value: 0.5, n: 8 } }]
		});
		const { weeks } = await ask();
		expect(weeks).toContainEqual(expect.objectContaining({ week: WEEK, restated: expect.any(Number) }));
	});

	test('a figure opens its own week, as it stands now; a team’s that of the team', async () => {
		const { page, troubles, close } = await openPage(browser, `${house.url}/restatements`);
		const satisfaction = page.locator('li[data-kpi="satisfaction"]').first();
		await satisfaction.getByText('Teams: 1').click();
		for (const [index, group] of [undefined, 'Billing'].entries()) {
			await satisfaction.getByRole('button').nth(index).click();
			const sheet = page.getByRole('dialog');
			await expect.poll(() => sheet.locator('[data-lens-figure]').textContent()).toMatch(/50\.0\s%/);
			expect(await sheet.locator('[data-lens-figure] + p').innerText()).toContain('n 8');
			const search = Object.fromEntries(new URL(page.url()).searchParams);
			expect(search).toMatchObject({
				lens: 'satisfaction',
				lens_from: `${mondayOfIsoWeek(WEEK)}T00:00:00.000Z`
			});
			expect(search.lens_group).toBe(group);
			await page.keyboard.press('Escape');
			await expect.poll(() => sheet.count()).toBe(0);
		}
		expect(troubles).toEqual([]);
		await close();
	});

	test('a week without changes says so, and leads back to all', async () => {
		const other = isoWeekOf(new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10));
		const { page, close } = await openPage(browser, `${house.url}/restatements?week=${other}`);
		await page.getByRole('heading', { name: 'Nothing in this week has changed' }).waitFor();
		await page.getByRole('link', { name: 'All weeks' }).click();
		await page.getByText('Late events: 2').first().waitFor();
		await close();
	});

	test.each([
		['?week=2026-W54', 400, 'week'],
		['?week=yesterday', 400, 'week'],
		['?week=0001-W01', 400, 'week'],
		['?week=9998-W01', 400, 'week'],
		['?week=2026-W01&kpi=nonsense', 400, 'kpi'],
		['?wek=2026-W01', 400, 'wek'],
		['?week=1999-W01', 404, 'week']
	])('%s is refused, naming the field', async (query, status, path) => {
		expect(await ask(query)).toMatchObject({
			status,
			error: { path, detail: expect.stringMatching(/.{20,}/) }
		});
	});

	test('fit a phone', async () => {
		const { page, close } = await openPage(browser, `${house.url}/restatements`, {
			viewport: { width: 375, height: 800 }
		});
		await page.getByText('Late events: 2').first().waitFor();
		for (const teams of await page.locator('main details').all()) await teams.locator('summary').click();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
		await close();
	});

	for (const locale of ['en-GB', 'zh-CN'])
		for (const colorScheme of ['light', 'dark'] as const)
			test(`axe finds nothing (${locale}, ${colorScheme})`, async () => {
				const url = `${house.url}/restatements?week=${WEEK}`;
				const { page, close } = await openPage(browser, url, {
					locale,
					colorScheme,
					reducedMotion: 'reduce'
				});
				await page.locator('article').first().waitFor();
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
					[]
				);
				await close();
			});
});
