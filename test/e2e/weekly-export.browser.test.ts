import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { after, event, store } from '../support/events.ts';
import { openPage } from '../support/house.ts';
import { readWorkbook, recordsOf } from '../support/workbook.ts';

const AT = '2026-01-06T09:00:00';
const ADDRESS = '/weekly?week=2026-W02';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	dashboard = await startDashboard({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	await store(
		db.clickhouse,
		Array.from({ length: 12 }, (_, at) => `case ${at}`).flatMap((id, at) => [
			event('case.opened', id, AT, {
				...{ team: '客服一组', channel: 'phone', customer: id },
				...(at < 2 && { kind: 'complaint', reason: '=late' })
			}),
			event('case.responded', id, after(AT, 4 + at))
		])
	);
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
});

const get = (path: string, headers: Record<string, string> = { 'accept-language': 'en' }) =>
	fetch(dashboard.url + path, { headers });

/** The mark at a file's beginning, by which spreadsheets know UTF-8, is a part of it. */
const textOf = async (file: Response) =>
	new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());

/** What a click or key makes the browser save. */
async function saved(page: Page, act: () => Promise<void>) {
	const [download] = await Promise.all([page.waitForEvent('download', { timeout: 90_000 }), act()]);
	return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function open(options = {}) {
	const opened = await openPage(browser, dashboard.url + ADDRESS, { acceptDownloads: true, ...options });
	await opened.page.locator('[data-section="shared"]').waitFor();
	// Awake: a lens answers.
	await opened.page.locator('tr[data-kpi="cases_opened"] td.now button').click();
	await opened.page.getByRole('dialog').waitFor();
	await opened.page.keyboard.press('Escape');
	await expect.poll(() => opened.page.getByRole('dialog').count()).toBe(0);
	return opened;
}

test('the whole review is saved by keyboard, and says what the API says', async () => {
	const { page, troubles, close } = await open();
	await page.locator('header > .tools .export summary').focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	const { name, bytes } = await saved(page, () => page.keyboard.press('Enter'));
	expect(name).toBe('touchstone-2026-W02.xlsx');
	const [about, changes, headlines] = readWorkbook(bytes);
	expect([about?.name, changes?.name, headlines?.name]).toEqual([
		'About',
		'What changed',
		'The week in numbers'
	]);
	const row = headlines && recordsOf(headlines).find(({ Number: kpi }) => kpi === 'First response time');
	const range = 'from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z';
	const api = z
		.object({ rows: z.array(z.object({ value: z.number(), n: z.number() })) })
		.parse(await (await get(`/api/kpi/first_response?${range}`)).json());
	// Between the two the day may have been rolled up: of a duration that is within 1 %.
	const [said] = api.rows;
	expect(row?.n).toBe(said?.n);
	expect(Math.abs(Number(row?.Value) / (said?.value ?? 0) - 1)).toBeLessThanOrEqual(0.01);
	await expect.poll(() => page.locator('header > .tools .export[open]').count()).toBe(0);
	expect(troubles).toEqual([]);
	await close();
});

test('a section’s tables are beside its heading, in the language of the page', async () => {
	const { page, close } = await open({ locale: 'zh-CN' });
	const menu = page.locator('[data-section="recovery"] .export');
	await menu.locator('summary').click();
	expect(await menu.locator('a').allInnerTexts()).toEqual([
		...['工作簿（XLSX）', expect.stringMatching(/^CSV：/), 'CSV：投诉原因']
	]);
	const { name, bytes } = await saved(page, () => menu.getByText('CSV：投诉原因').click());
	expect(name).toBe('touchstone-2026-W02-causes.csv');
	expect(bytes.toString()).toBe("\ufeff名次,原因,投诉数,占比,累计占比,收到\r\n1,'=late,2,1,1,2\r\n");
	await close();
});

test('a menu closes by Escape and by a click elsewhere, and is on no paper', async () => {
	const { page, close } = await open();
	const menu = page.locator('[data-section="broken"] .export, header > .tools .export').first();
	await menu.locator('summary').click();
	await page.keyboard.press('Escape');
	expect(await menu.getAttribute('open')).toBeNull();
	await menu.locator('summary').click();
	await page.getByRole('heading', { level: 1 }).click();
	await expect.poll(() => menu.getAttribute('open')).toBeNull();
	await page.emulateMedia({ media: 'print' });
	expect(await page.locator('.export:visible').count()).toBe(0);
	await close();
});

test.each([
	['/weekly/export?format=pdf', 'format', /csv or xlsx/],
	['/weekly/export?format=csv', 'table', /one table/],
	['/weekly/export?table=nothing', 'table', /headlines/],
	['/weekly/export?week=2026-W54', 'week', /ISO week/],
	['/weekly/export?weak=1', 'unknown', /weak/],
	['/weekly/export?table=broken&header=none', 'header', /words or names/],
	['/api/kpi/first_response/cases/export?format=csv&limit=5', 'limit', /every case/],
	['/api/kpi/first_response/cases/export', 'format', /csv or xlsx/],
	['/restatements/export?format=csv&week=46', 'week', /ISO week/],
	['/weekly/decisions/export?format=csv&week=2026-W02', 'week', /unknown parameter/],
	['/defects/export?format=csv&kind=odd', 'kind', /expected one of/],
	['/cases/export?format=csv&list=odd', 'list', /expected one of/],
	['/cases/export?format=csv&list=staff_satisfaction', 'list', /never listed/],
	['/cases/export?format=csv&list=handovers&offset=5', 'offset', /every case/],
	['/export?format=csv&table=agent', 'table', /trend, team/],
	['/export?format=csv&table=team&kpi=odd', '', /kpi/],
	['/teams/North/export?format=csv&table=team', 'table', /trend, agent, channel/],
	['/weekly/published/export?format=csv&week=2026-W02', 'week', /unknown parameter/],
	['/weekly/mail/export?format=csv&week=2026-W02', 'week', /unknown parameter/]
])('%s is refused, naming %s and the remedy', async (path, field, remedy) => {
	const answer = await get(path);
	const said = z
		.object({ error: z.object({ path: z.string(), detail: z.string() }) })
		.parse(await answer.json()).error;
	expect([answer.status, said]).toEqual([400, { path: field, detail: expect.stringMatching(remedy) }]);
});

test.each([
	...['/restatements', '/weekly/decisions', '/defects', '/weekly/published', '/weekly/mail'],
	...[
		'?table=trend',
		'?table=team',
		'/teams/North?table=agent',
		'/cases?list=handovers',
		'/cases?list=voices'
	]
])('%s is a file as well', async (address) => {
	const [path = '', query = ''] = address.split('?');
	const csv = await get(`${path}/export?${query}&format=csv&header=names`);
	expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
	expect((await textOf(csv)).split('\r\n')[0]).toMatch(/^\ufeff\w+(,\w+)+$/);
	const xlsx = await get(`${path}/export?${query}&format=xlsx`);
	expect(readWorkbook(Buffer.from(await xlsx.arrayBuffer()))).toHaveLength(1);
});

test('the cases behind a number are as many as it says', async () => {
	const range = 'from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z';
	const csv = await get(`/api/kpi/first_response/cases/export?${range}&format=csv&header=names`);
	const lines = (await textOf(csv)).trimEnd().split('\r\n');
	expect(lines[0]).toBe('\ufeffcase_id,basis_at,team,agent,channel,tier,topic,kept,seconds');
	expect(lines).toHaveLength(1 + 12);
	expect(lines[1]).toMatch(/^case \d+,2026-01-06T09:00:00\+00:00,客服一组,,phone,,,/);
});

test('the figures of the overview are the API’s, of all, of each team and by bucket', async () => {
	const range = 'from=2026-01-05&to=2026-01-11';
	const lines = async (query: string) => {
		const [head = '', ...rows] = (
			await textOf(await get(`/export?${range}&${query}&format=csv&header=names`))
		)
			.trimEnd()
			.slice(1)
			.split('\r\n');
		const names = head.split(',');
		return rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at], cell])));
	};
	const [api] = z
		.object({ rows: z.array(z.object({ value: z.number(), n: z.number(), p90: z.number() })) })
		.parse(
			await (
				await get('/api/kpi/first_response?from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z&by=team')
			).json()
		).rows;
	const said = { value: String(api?.value), n: '12', p90: String(api?.p90) };
	expect(await lines('table=team')).toContainEqual(
		expect.objectContaining({ team: '客服一组', kpi: 'first_response', ...said })
	);
	const trend = await lines('table=trend');
	expect(trend).toContainEqual(
		expect.objectContaining({ scope: 'all', at: '2026-01-06T00:00:00+00:00', ...said })
	);
	expect(trend).toContainEqual(expect.objectContaining({ scope: 'team', team: '客服一组', n: '12' }));
});

test('a list is saved in full from its page, as many rows as it says', async () => {
	const range = 'from=2026-01-05T00:00:00Z&to=2026-01-12T00:00:00Z';
	const { page, close } = await openPage(
		browser,
		`${dashboard.url}/cases?list=complaint_recovery&figure=received&${range}&sort=oldest`,
		{ acceptDownloads: true }
	);
	const total = Number(await page.locator('[data-total]').getAttribute('data-total'));
	await page.locator('.export summary').click();
	const { name, bytes } = await saved(page, () => page.locator('.export a[href*="xlsx"]').click());
	expect(name).toBe('touchstone-complaint_recovery-cases.xlsx');
	const [sheet] = readWorkbook(bytes);
	const rows = sheet ? recordsOf(sheet) : [];
	expect([rows.length, total]).toEqual([2, 2]);
	expect(rows[0]).toMatchObject({ Case: 'case 0', Reason: '=late' });
	await close();
});

for (const [locale, colorScheme, width] of [
	['en-GB', 'light', 1440],
	['zh-CN', 'dark', 375]
] as const)
	test(`axe finds nothing in an open menu, and a phone needs no scrolling sideways (${locale}, ${colorScheme})`, async () => {
		const { page, close } = await open({ locale, colorScheme, viewport: { width, height: 900 } });
		// A phone folds its tools.
		const tools = page.locator('details[data-fold="tools"] > summary');
		if (await tools.isVisible()) await tools.click();
		for (const menu of ['header > .tools .export', '[data-section="recovery"] .export']) {
			await page.locator(`${menu} summary`).click();
			const { violations } = await new AxeBuilder({ page }).include(menu).analyze();
			expect(violations.map(({ id }) => id)).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
			const box = await page.locator(`${menu} .files`).boundingBox();
			expect(box && box.x).toBeGreaterThanOrEqual(0);
		}
		await close();
	});

test('a table that cannot be made is no file: the menu says which', async () => {
	const { page, close } = await open();
	await db.clickhouse.command({ query: 'RENAME TABLE staff_surveys TO staff_surveys_away' });
	const answer = await get('/weekly/export?week=2026-W02');
	expect([answer.status, await answer.json()]).toEqual([
		503,
		{
			error: {
				reason: 'unavailable',
				path: 'staff',
				detail: expect.stringContaining('“Staff”')
			}
		}
	]);
	await page.locator('header > .tools .export summary').click();
	await page.locator('header > .tools .export a').click();
	await expect
		.poll(() => page.locator('header > .tools .export [role="status"]').innerText())
		.toContain('No file: “Staff” could not be made');
	await close();
});
