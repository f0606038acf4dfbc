import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

// Monday morning: the latest event is of Saturday.

const DAY_S = 86_400;
let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	const call = (index: number) => [
		event('case.opened', `c${index}`, ago(2 * DAY_S + index), { team: 'Hotline', channel: 'phone' }),
		event('case.responded', `c${index}`, ago(2 * DAY_S + index - 9))
	];
	await house.send(Array.from({ length: 40 }, (_, index) => call(index + 10)).flat());
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

test('a wall shows today and says that there are no data, also where other pages go back to the last day with some', async () => {
	const { page, close } = await openPage(browser, `${house.url}/wall/organisation`);
	for (const told of ['load', 'live']) {
		if (told === 'live') await page.waitForTimeout(2_000);
		await expect.poll(() => page.locator('[data-tile=broken]').textContent()).toContain('no data');
		expect(await page.locator('[data-tile=broken]').textContent()).not.toContain('due today');
		expect(await page.locator('[data-tile=promises] .value').textContent()).toContain('no data');
	}
	await page.goto(`${house.url}/?range=today`);
	await expect.poll(() => page.locator('main').textContent()).toContain('40');
	await close();
});
