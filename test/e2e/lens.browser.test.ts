import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event, store } from '../support/events.ts';
import { openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;

const NOON = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 43_200_000;
const at = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();

/** Of 40 callers 30 are answered in 10 s, 6 in 60 s, 4 give up after 3 s; another waits since. */
const calls = Array.from({ length: 40 }, (_, index) => {
	const who = { team: index % 2 ? 'Desk' : 'Hotline', agent: 'Ann', channel: 'phone' };
	const end =
		index < 36
			? event('case.responded', `c${index}`, at(index < 30 ? 10 : 60))
			: event('case.abandoned', `c${index}`, at(3));
	return [event('case.opened', `c${index}`, at(0), who), end];
});
/** Hotline: 5, 5, 4, 3, 1; Desk: 5, 2. */
const answers = [5, 5, 4, 3, 1, 5, 2].map((score, index) =>
	event('survey.answered', `s${index}`, at(60), {
		...{ instrument: 'csat', score, survey: `i${index}` },
		...{ team: index < 5 ? 'Hotline' : 'Desk', agent: 'Ann', channel: 'phone' }
	})
);

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	await store(db.clickhouse, [
		...calls.flat(),
		...answers,
		event('case.opened', 'waits', at(0), { team: 'Desk', channel: 'phone' })
	]);
	dashboard = await startDashboard({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	await compose();
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
});

const BOARD = 'why';
/** A board with one tile of a team of its own. */
async function compose() {
	const tiles = [
		{ id: 'waits', kind: 'waiting', ...{ x: 0, y: 0, w: 4, h: 4 }, teams: ['Desk'], channels: [] },
		{
			id: 'level',
			kind: 'number',
			kpi: 'service_level',
			...{ x: 4, y: 0, w: 4, h: 4 },
			teams: [],
			channels: []
		}
	];
	const saved = await fetch(`${dashboard.url}/api/boards/${BOARD}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name: 'Why', tiles })
	});
	if (!saved.ok) throw new Error(await saved.text());
}

const open = (path: string, options = {}) => openPage(browser, dashboard.url + path, options);
const sheet = (page: Page) => page.getByRole('dialog');
const figure = (page: Page) => sheet(page).locator('[data-lens-figure]');
const button = (page: Page, key: unknown[]) => page.locator(`[data-lens='${JSON.stringify(key)}']`).first();
const total = (kpi: string) => [kpi, null, null];
/** A page that answers to keys. */
const ready = (page: Page) => page.locator('[data-kpi] button, [data-lens]').first().waitFor();
const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

const PLACES: [string, string, unknown[], RegExp, RegExp][] = [
	['a headline', '/', total('satisfaction'), /57\.1\s%/, /^4 ÷ 7 = 57\.1\s%$/],
	['a number beside', '/', total('service_level'), /75\.0\s%/, /^30 ÷ 40 = 75\.0\s%$/],
	['a cell of the table', '/', ['satisfaction', 'team', 'Hotline'], /60\.0\s%/, /^3 ÷ 5 = 60\.0\s%$/],
	["a cell of a team's page", '/teams/Desk', ['satisfaction', 'agent', 'Ann'], /1 of 2/, /^1 of 2: too few/],
	['a line of all numbers', '/kpis', total('abandonment'), /10\.0\s%/, /^4 ÷ 40 = 10\.0\s%$/]
];

test('a wall tells why of each tile to who stands before it, of the teams the tile is of, and stops turning meanwhile', async () => {
	const { page, troubles, close } = await open(`/wall/${BOARD}?rotate=${BOARD},contact-centre&every=5`);
	const value = page.locator('[data-tile=waits] [data-lens]').first();
	await value.waitFor();
	await page.waitForSelector('[data-awake]');
	await value.focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => figure(page).textContent()).toMatch(/^1/);
	expect(search(page)).toMatchObject({ lens: 'waiting_now', lens_team: 'Desk' });
	expect(await sheet(page).innerText()).toContain('Desk');
	await page.waitForTimeout(6_000);
	expect(new URL(page.url()).pathname).toBe(`/wall/${BOARD}`);
	await page.reload();
	await expect.poll(() => figure(page).textContent()).toMatch(/^1/);
	await page.keyboard.press('Escape');
	await expect.poll(() => sheet(page).count()).toBe(0);
	expect(search(page)).not.toHaveProperty('lens');
	expect(troubles).toEqual([]);
	await close();
});

test.each(PLACES)(
	'%s opens by click and by keyboard with the figures of the API, and gives the focus back',
	async (_, path, key, value, working) => {
		const { page, troubles, close } = await open(path);
		const asked = page.waitForResponse((response) => response.url().includes('/lens?'));
		await expect.poll(() => button(page, key).textContent()).toMatch(value);
		await button(page, key).click();
		await sheet(page).waitFor();
		const { counted, left_out, others } = await (await asked).json();
		await expect.poll(() => figure(page).textContent()).toMatch(value);
		const formula = sheet(page).locator('[aria-labelledby=lens-formula] .text');
		expect((await formula.innerText()).trim()).toMatch(working);
		expect(await sheet(page).locator('[data-lens-figure] + p').innerText()).toContain(`n ${counted.n}`);
		for (const { id, n } of left_out)
			expect(await sheet(page).locator(`[data-left-out=${id}] .count`).innerText()).toBe(String(n));
		// Ours stands among them.
		const dots = others.length === 0 ? 0 : others.length + 1;
		expect(await sheet(page).locator('[data-other]').count()).toBe(dots);

		await page.keyboard.press('Escape');
		await expect.poll(() => sheet(page).count()).toBe(0);
		await expect.poll(() => search(page)).toEqual({});
		expect(await button(page, key).evaluate((node) => node === document.activeElement)).toBe(true);

		await page.keyboard.press('Enter');
		await expect.poll(() => figure(page).textContent()).toMatch(value);
		const [lens, by, group] = key;
		expect(search(page)).toEqual(by === null ? { lens } : { lens, lens_by: by, lens_group: group });
		await page.goBack();
		await expect.poll(() => sheet(page).count()).toBe(0);
		expect(search(page)).toEqual({});
		expect(troubles).toEqual([]);
		await close();
	}
);

test('says who is left out, and what others make of the same calls', async () => {
	const { page, close } = await open('/?lens=service_level');
	await expect.poll(() => figure(page).textContent()).toMatch(/75\.0/);
	const left = sheet(page).locator('[data-left-out=overdue]');
	expect(await left.innerText()).toMatch(/^1\s+still waiting/);
	const others = await sheet(page).locator('[data-other] .value').allInnerTexts();
	expect(others.map((text) => text.replace(/\s/, ' '))).toEqual([
		'75.0 %',
		'83.3 %',
		'85.0 %',
		'83.3 %',
		'85.0 %',
		'83.3 %'
	]);
	await close();
});

test('a number in the chart’s table opens for its own day and team', async () => {
	const { page, troubles, close } = await open('/?kpi=satisfaction&range=7d');
	const table = page.locator('details', { hasText: 'The figures as a table' });
	await ready(page);
	await table.getByText('The figures as a table', { exact: true }).click();
	// All teams, and Desk: 1 of 2.
	await table.locator('td button').filter({ hasText: '1 of 2' }).click();
	await expect.poll(() => figure(page).textContent()).toMatch(/1 of 2/);
	const { lens_from, lens_to, ...rest } = search(page);
	expect(rest).toMatchObject({ lens: 'satisfaction', lens_by: 'team', lens_group: 'Desk' });
	expect([lens_from, lens_to].map((time) => Date.parse(time ?? '') / 43_200_000)).toEqual([
		NOON / 43_200_000 - 1,
		NOON / 43_200_000 + 1
	]);
	expect(troubles).toEqual([]);
	await close();
});

test('the table that was opened before the page was awake is there once it is', async () => {
	const context = await browser.newContext({ locale: 'en-GB' });
	const page = await context.newPage();
	let awake = () => {};
	const asleep = new Promise<void>((resolve) => (awake = resolve));
	await page.route('**/*.js', async (route) => {
		await asleep;
		await route.continue();
	});
	await page.goto(`${dashboard.url}/?kpi=satisfaction&range=7d`, { waitUntil: 'commit' });
	const table = page.locator('details', { hasText: 'The figures as a table' });
	await table.getByText('The figures as a table', { exact: true }).click();
	awake();
	await table.locator('td button').filter({ hasText: '1 of 2' }).waitFor();
	await context.close();
});

test('promises kept are told apart by what was promised, each with its list', async () => {
	const { page, troubles, close } = await open('/kpis?lens=promises_kept');
	const calls = sheet(page).locator('[data-metric=first_response]');
	await calls.waitFor();
	expect((await calls.innerText()).replaceAll(/\s+/g, ' ')).toBe('First reply 11 broken promises 30 of 41');
	const href = await calls.getByRole('link').getAttribute('href');
	expect(href).toMatch(/^\/cases\?list=promises_kept&figure=denominator/);
	const { cases, total } = await (await fetch(`${dashboard.url}/api${href}`)).json();
	expect([cases.length, total]).toEqual([41, 41]);
	expect(troubles).toEqual([]);
	await close();
});

test('survives a reload; closed then, the address is clean and the number has the focus', async () => {
	const { page, troubles, close } = await open('/');
	await expect.poll(() => button(page, total('service_level')).textContent()).toMatch(/75\.0/);
	await button(page, total('service_level')).click();
	await expect.poll(() => figure(page).textContent()).toMatch(/75\.0/);
	await page.reload();
	await expect.poll(() => figure(page).textContent()).toMatch(/75\.0/);
	await sheet(page).getByRole('button', { name: 'Close' }).click();
	await expect.poll(() => sheet(page).count()).toBe(0);
	await expect.poll(() => search(page)).toEqual({});
	expect(
		await page.evaluate(
			() => document.activeElement instanceof HTMLElement && document.activeElement.dataset.lens
		)
	).toBe(JSON.stringify(total('service_level')));
	expect(troubles).toEqual([]);
	await close();
});

test('asks nothing before it is opened; a failure says so and is asked again', async () => {
	const { page, close } = await open('/');
	const asked: string[] = [];
	page.on('request', (request) => void (request.url().includes('/lens?') && asked.push(request.url())));
	await page.route('**/lens?*', (route) => route.fulfill({ status: 500, body: '{}' }));
	await expect.poll(() => button(page, total('satisfaction')).textContent()).toMatch(/57\.1/);
	expect(asked).toEqual([]);
	await button(page, total('satisfaction')).click();
	await sheet(page).getByText('could not be opened').waitFor();
	await page.unroute('**/lens?*');
	await sheet(page).getByRole('button', { name: 'Try again' }).click();
	await expect.poll(() => figure(page).textContent()).toMatch(/57\.1/);
	expect(await sheet(page).getByText('could not be opened').count()).toBe(0);
	expect(asked).toHaveLength(2);
	await close();
});

test('what comes in is asked for; while that fails, the old figures stay and say from when', async () => {
	const { page, close } = await open('/?lens=cases_opened');
	await expect.poll(() => figure(page).textContent()).toMatch(/^\s*41/);
	await page.route('**/lens?*', (route) => route.fulfill({ status: 500, body: '{}' }));
	await store(db.clickhouse, [event('case.opened', 'another', at(120), { team: 'Desk', channel: 'email' })]);
	await sheet(page).getByText('could not be asked again').waitFor({ timeout: 60_000 });
	expect(await figure(page).innerText()).toMatch(/^\s*41/);
	await page.unroute('**/lens?*');
	await sheet(page).getByRole('button', { name: 'Try again' }).click();
	await expect.poll(() => figure(page).textContent()).toMatch(/^\s*42/);
	await close();
});

test('leads on: to the rows, to a CSV file and to the cases', async () => {
	const { page, close } = await open('/?lens=satisfaction&lens_by=team&lens_group=Hotline');
	await expect.poll(() => figure(page).textContent()).toMatch(/60\.0/);
	const json = async (name: string) => {
		const href = await sheet(page).getByRole('link', { name }).getAttribute('href');
		return (await fetch(dashboard.url + href)).json();
	};
	expect((await json('This number as JSON')).rows).toContainEqual(
		expect.objectContaining({ group: 'Hotline', numerator: 3, denominator: 5 })
	);
	expect((await json('The cases behind it as JSON')).cases).toHaveLength(5);
	expect(await json('All of this as JSON')).toMatchObject({ group: 'Hotline', counted: { n: 5 } });
	const download = page.waitForEvent('download');
	await sheet(page).getByRole('button', { name: 'This number as CSV' }).click();
	const file = await download;
	expect(file.suggestedFilename()).toBe('satisfaction.csv');
	expect(readFileSync(await file.path(), 'utf8')).toMatch(/^group,bucket,[\s\S]*\r\nHotline,/);
	await close();
});

test('an address that opens no number there is opens nothing', async () => {
	const { page, troubles, close } = await open('/?lens=nonsense');
	await ready(page);
	expect(await sheet(page).count()).toBe(0);
	expect(troubles).toEqual([]);
	await close();
});

test('fills a phone without running out of it, and is not printed', async () => {
	const { page, close } = await open('/?lens=service_level', { viewport: { width: 375, height: 800 } });
	await expect.poll(() => figure(page).textContent()).toMatch(/75\.0/);
	const box = await sheet(page).boundingBox();
	expect([box?.x, box?.width]).toEqual([0, 375]);
	expect(await sheet(page).evaluate((node) => node.scrollWidth)).toBeLessThanOrEqual(375);
	await page.emulateMedia({ media: 'print' });
	expect(await page.locator('dialog').isVisible()).toBe(false);
	await close();
});

for (const locale of ['en-GB', 'zh-CN'])
	for (const colorScheme of ['light', 'dark'] as const)
		test(`axe finds nothing (${locale}, ${colorScheme})`, async () => {
			const { page, troubles, close } = await open('/?lens=service_level', {
				...{ locale, colorScheme, reducedMotion: 'reduce' }
			});
			await expect.poll(() => figure(page).textContent()).toMatch(/75\.0/);
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
				[]
			);
			expect(troubles).toEqual([]);
			await close();
		});
