import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());
beforeEach(async () => {
	db = await testDatabase();
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
});
afterEach(async () => {
	await house.close();
	await db.drop();
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const DAY = 86_400;

test('an event goes from the socket to a page that is open, without a reload', async () => {
	const { page, troubles, close } = await openPage(browser, house.url);
	await page.getByRole('button', { name: 'Start simulated traffic' }).waitFor();
	await page.evaluate(() => Object.assign(window, { untouched: true }));

	await house.send([
		event('case.opened', 'call-1', ago(60), { team: 'Hotline', channel: 'phone' }),
		event('case.responded', 'call-1', ago(51))
	]);
	const value = page.locator('[data-kpi=first_response]');
	await expect.poll(() => value.textContent()).toMatch(/^\s*9\s*s/);

	await house.send([
		event('case.opened', 'call-2', ago(50), { team: 'Hotline', channel: 'phone' }),
		event('case.responded', 'call-2', ago(29))
	]);
	await expect.poll(() => value.textContent()).toMatch(/^\s*15\s*s/);
	await page.getByText('1 broken').first().waitFor();
	expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
	expect(troubles).toEqual([]);
	await close();
});

test('shows each headline as the API has it, few as counts, and none as no data', async () => {
	const resolved = (id: string, again = false) => [
		event('case.opened', id, ago(12 * DAY), { team: 'Desk', channel: 'phone' }),
		event('case.resolved', id, ago(12 * DAY - 600)),
		...(again ? [event('case.contacted', id, ago(11 * DAY))] : [])
	];
	await house.send([
		...Array.from({ length: 40 }, (_, index) => resolved(`r${index}`, index < 10)).flat(),
		...Array.from({ length: 5 }, (_, index) =>
			event('survey.answered', `r${index}`, ago(DAY), { instrument: 'csat', score: index + 1 })
		),
		...['a', 'b', 'c'].flatMap((id, index) => [
			event('case.opened', id, ago(20 * DAY), { team: 'Desk', kind: 'complaint', channel: 'email' }),
			event('complaint.confirmed', id, ago(19 * DAY), { satisfied: index === 0 ? 2 : 5 })
		])
	]);
	const { page, close } = await openPage(browser, house.url);
	const text = (kpi: string) => page.locator(`[data-kpi=${kpi}]`).textContent();
	await expect.poll(() => text('first_contact_resolution')).toMatch(/75\.0\s*%/);
	// Whose customer is unknown is judged by its own case alone: said beside the number.
	await page.getByText('40 of unknown customers').waitFor();
	expect(await text('complaint_recovery')).toMatch(/2\s*of 3/);
	expect(await text('satisfaction')).toMatch(/40\.0\s*%/);
	expect(await text('first_response')).toMatch(/no data/);
	expect(await text('cases_opened')).toMatch(/43/);
	expect(await text('resolution_time')).toMatch(/10\smin/);
	expect(await text('abandonment')).toMatch(/no data/);
	await close();
});

test('shows service level, abandonment and resolution time beside the headlines', async () => {
	const calls = Array.from({ length: 50 }, (_, index) => {
		const opened = event('case.opened', `c${index}`, ago(7200), { team: 'Hotline', channel: 'phone' });
		if (index < 10) return [opened, event('case.abandoned', `c${index}`, ago(7200 - 20))];
		return [
			opened,
			event('case.responded', `c${index}`, ago(7200 - (index < 20 ? 30 : 10))),
			event('case.resolved', `c${index}`, ago(3600))
		];
	});
	await house.send([
		...calls.flat(),
		event('case.opened', 'waiting', ago(600), { team: 'Hotline', channel: 'phone' })
	]);
	const { page, close } = await openPage(browser, house.url);
	const text = (kpi: string) => page.locator(`[data-kpi=${kpi}]`).textContent();
	await expect.poll(() => text('service_level')).toMatch(/60\.0\s*%/);
	expect(await text('abandonment')).toMatch(/20\.0\s*%/);
	expect(await text('resolution_time')).toMatch(/1\sh/);
	await page.getByText('1 overdue').waitFor();
	await close();
});

test('leads from a number to the case behind it in two clicks', async () => {
	await house.send([
		event('case.opened', 'late/1', ago(600), { team: 'Hotline', agent: 'Ann', channel: 'phone' }),
		event('case.responded', 'late/1', ago(480))
	]);
	const { page, troubles, close } = await openPage(browser, house.url);
	await page.getByRole('link', { name: 'Hotline' }).click();
	await page.getByRole('heading', { name: 'Hotline', level: 1 }).waitFor();
	await page.getByRole('link', { name: /late\/1/ }).click();
	await page.getByRole('heading', { name: /late\/1/, level: 1 }).waitFor();
	expect(await page.locator('main').textContent()).toMatch(/2\smin/);
	expect(troubles).toEqual([]);
	await close();
});

test('keeps team, range and channel in the address', async () => {
	await house.send([
		event('case.opened', 'p', ago(600), { team: 'Hotline', channel: 'phone' }),
		event('case.responded', 'p', ago(590)),
		event('case.opened', 'e', ago(600), { team: 'Mail', channel: 'email' }),
		event('case.responded', 'e', ago(300))
	]);
	const { page, close } = await openPage(browser, `${house.url}/?range=7d&channel=email`);
	const value = page.locator('[data-kpi=first_response]');
	await expect.poll(() => value.textContent()).toMatch(/5\s*min/);
	await page.goto(`${house.url}/?range=7d&team=Hotline`);
	await expect.poll(() => value.textContent()).toMatch(/10\s*s/);
	await page.getByRole('link', { name: '90 days' }).click();
	await expect.poll(() => page.url()).toContain('range=90d');
	expect(page.url()).toContain('team=Hotline');
	await close();
});

test('labels simulated traffic and takes it away with one click, real events staying', async () => {
	await house.send([
		event('case.opened', 'real', ago(60), { team: 'Hotline', channel: 'phone' }),
		event('case.responded', 'real', ago(50)),
		{
			...event('case.opened', 'sim', ago(60), { team: 'Hotline', channel: 'phone' }),
			source: 'touchstone/simulator'
		},
		{ ...event('case.responded', 'sim', ago(20)), source: 'touchstone/simulator' }
	]);
	const { page, close } = await openPage(browser, house.url);
	const label = page.getByRole('complementary', { name: 'Simulated traffic' });
	await label.waitFor();
	await label.getByRole('button', { name: 'Remove' }).click();
	await label.waitFor({ state: 'detached' });
	await expect.poll(() => page.locator('[data-kpi=first_response]').textContent()).toMatch(/^\s*10\s*s/);
	await close();
});

test('speaks Chinese to who prefers it, and draws its signs', async () => {
	await house.send([
		event('case.opened', 'c', ago(60), { team: '华东热线', channel: 'phone' }),
		event('case.responded', 'c', ago(50))
	]);
	const { page, close } = await openPage(browser, house.url, { locale: 'zh-CN' });
	await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
	const heading = page.getByRole('link', { name: '首次响应' }).first();
	// Without a font a sign has no width at all.
	expect((await heading.boundingBox())?.width).toBeGreaterThan(40);
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('link', { name: 'First response' }).first().waitFor();
	await close();
});
