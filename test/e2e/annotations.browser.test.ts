import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AnnotationList } from '#schema/annotation.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event, store } from '../support/events.ts';
import { openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;

const DAY = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const day = (daysAgo: number) => ago(daysAgo * DAY).slice(0, 10);

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	await store(
		db.clickhouse,
		Array.from({ length: 750 }, (_, index) => {
			const at = index * 0.04 * DAY + 600_000;
			const team = `Team ${'ABC'[index % 3]}`;
			return [
				event('case.opened', `c${index}`, ago(at), { team, channel: 'phone' }),
				event('case.responded', `c${index}`, ago(at - 10_000))
			];
		}).flat()
	);
	dashboard = await startDashboard({
		...{ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database },
		TOUCHSTONE_API_KEYS: 'ann:secret-of-ann:operator,vic:secret-of-vic:viewer'
	});
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
});
beforeEach(() => db.clickhouse.command({ query: 'TRUNCATE TABLE annotation_versions' }));

const api = (path: string, init?: RequestInit) => fetch(`${dashboard.url}/api/annotations${path}`, init);
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
	api(path, {
		method,
		headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
		...(body !== undefined && { body: JSON.stringify(body) })
	});
const GIVEN = { kind: 'event', first_day: day(10), text: 'Storm', by: 'Ann' };
async function add(more: Partial<typeof GIVEN> & { last_day?: string; teams?: string[] } = {}) {
	const added = await send('POST', '', { ...GIVEN, ...more });
	expect(added.status).toBe(201);
	return AnnotationList.shape.annotations.element.parse(await added.json());
}
const list = async (query = '') => AnnotationList.parse(await (await api(query)).json()).annotations;
const texts = async (query = '') => (await list(query)).map(({ text }) => text);

describe('annotations over HTTP', () => {
	test('are written, read, changed, deleted and put back, each with its ETag', async () => {
		const { id } = await add();
		const read = await api(`/${id}`);
		expect([read.headers.get('etag'), await read.json()]).toMatchObject([
			'"1"',
			{ ...GIVEN, last_day: day(10) }
		]);
		const saved = await send(
			'PUT',
			`/${id}`,
			{ ...GIVEN, text: 'Flood' },
			{ 'if-match': '"1"', authorization: 'Bearer secret-of-ann' }
		);
		expect(await saved.json()).toMatchObject({ text: 'Flood', version: 2, saved_by: 'ann' });
		const late = await send('PUT', `/${id}`, GIVEN, { 'if-match': '"1"' });
		expect([late.status, await late.json()]).toMatchObject([412, { standing: { text: 'Flood' } }]);
		const gone = await send('DELETE', `/${id}`, undefined, { 'if-match': '"2"' });
		expect([gone.status, gone.headers.get('etag'), (await api(`/${id}`)).status]).toEqual([204, '"3"', 404]);
		expect((await send('POST', `/${id}/undo`)).status).toBe(428);
		const back = await send('POST', `/${id}/undo`, undefined, { 'if-match': '"3"' });
		expect(await back.json()).toMatchObject({ text: 'Flood', version: 4 });
		const { versions } = await (await api(`/${id}/versions`)).json();
		expect(versions).toHaveLength(4);
		expect((await api('/none')).status).toBe(404);
	});

	test('are listed by days and teams, as JSON and as CSV', async () => {
		await add({ first_day: day(20), last_day: day(15), text: 'long' });
		await add({ teams: ['Team A'], text: 'A alone' });
		expect(await texts(`?from=${day(16)}&to=${day(12)}`)).toEqual(['long']);
		expect(await texts('?team=Team%20B')).toEqual(['long']);
		expect(await texts()).toEqual(['long', 'A alone']);
		const csv = await (await api('', { headers: { accept: 'text/csv' } })).text();
		expect(csv.split('\r\n')[0]).toBe('kind,first_day,last_day,text,teams,by,id,version,saved_at,saved_by');
	});

	test.each([
		['POST', '', { ...GIVEN, first_day: 'yesterday' }, {}, 400, 'first_day'],
		['POST', '', { ...GIVEN, colour: 'red' }, {}, 400, 'colour'],
		['POST', '', GIVEN, { 'content-type': 'application/xml' }, 400, 'Content-Type'],
		['PUT', '/x', GIVEN, { 'if-match': 'three' }, 400, 'If-Match'],
		['PUT', '/x', GIVEN, {}, 404, 'id'],
		['GET', '?from=2026-02-30', undefined, {}, 400, 'from'],
		['GET', '?from=2026-02-03&to=2026-02-02', undefined, {}, 400, 'to'],
		['GET', '?teams=A', undefined, {}, 400, 'teams']
	])('%s %s of %j is refused, naming the field', async (method, path, body, headers, status, field) => {
		const refused = await send(method, path, body, headers);
		expect([refused.status, (await refused.json()).error.path]).toEqual([status, field]);
	});

	test('a page of elsewhere changes nothing', async () => {
		const { id } = await add();
		const { request } = await import('node:http');
		const { port } = new URL(dashboard.url);
		const statuses = [
			'POST /api/annotations',
			`DELETE /api/annotations/${id}`,
			`POST /api/annotations/${id}/undo`
		];
		for (const one of statuses) {
			const [method = '', path = ''] = one.split(' ');
			const headers = { host: 'evil.example', 'content-type': 'application/json', 'if-match': '"1"' };
			const status = await new Promise((resolve, reject) => {
				const asked = request({ port, host: '127.0.0.1', method, path, headers }, ({ statusCode }) =>
					resolve(statusCode)
				);
				asked.on('error', reject).end(method === 'POST' ? JSON.stringify(GIVEN) : undefined);
			});
			expect([one, status]).toEqual([one, 403]);
		}
		expect(await texts()).toEqual(['Storm']);
	});
});

const flags = (page: Page) => page.locator('[data-flag] > button');
const dialog = (page: Page) => page.getByRole('dialog');

describe('events and decisions on a chart', () => {
	test('are noted below the chart, seen on it and in its table, changed, deleted and put back', async () => {
		const { page, troubles, close } = await openPage(browser, dashboard.url);
		await page.getByRole('button', { name: 'Note an event or decision' }).click();
		await dialog(page).getByLabel('What happened or was decided').fill('New phone system');
		await dialog(page).getByLabel('Day', { exact: true }).fill(day(5));
		await dialog(page).getByLabel('Your name').fill('Ann');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(() => flags(page).count()).toBe(1);
		expect(await flags(page).getAttribute('aria-label')).toMatch(/, Event: New phone system$/);

		await page.getByText('The figures as a table', { exact: true }).click();
		await expect.poll(() => page.locator('td.notes', { hasText: 'New phone system' }).count()).toBe(1);

		await flags(page).hover();
		const words = page.locator('[data-flag] .words');
		expect(await words.innerText()).toMatch(/Event[^]*New phone system[^]*Ann/);
		await words.getByRole('button').click();
		await dialog(page).getByLabel('What happened or was decided').fill('New telephones');
		await dialog(page).getByLabel('Decision').check();
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(() => flags(page).getAttribute('aria-label')).toMatch(/Decision: New telephones$/);

		await page.getByText('Events and decisions (1)').click();
		await page.getByRole('button', { name: 'Change: New telephones' }).click();
		await dialog(page).getByRole('button', { name: 'Delete' }).click();
		await expect.poll(() => flags(page).count()).toBe(0);
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => flags(page).count()).toBe(1);
		expect(await list()).toMatchObject([{ text: 'New telephones', kind: 'decision', by: 'Ann', version: 4 }]);
		expect(troubles).toEqual([]);
		await close();
	});

	test('who is late is told what stands, and may replace it', async () => {
		const { id } = await add();
		const { page, close } = await openPage(browser, dashboard.url);
		await flags(page).click();
		await page.locator('[data-flag] .words').getByRole('button').click();
		await send('PUT', `/${id}`, { ...GIVEN, text: 'Theirs' });
		await dialog(page).getByLabel('What happened or was decided').fill('Mine');
		await dialog(page).getByLabel('Your name').fill('Ann');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(() => dialog(page).getByRole('alert').innerText()).toContain('“Theirs”');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(() => texts()).toEqual(['Mine']);
		await close();
	});

	test('by keyboard alone: a flag is reached, read, left, and one is noted', async () => {
		await add({ teams: ['Team A', 'Team B'] });
		const { page, close } = await openPage(browser, dashboard.url);
		await flags(page).focus();
		const words = page.locator('[data-flag] .words');
		expect(await words.isVisible()).toBe(true);
		await page.keyboard.press('Escape');
		expect(await words.isVisible()).toBe(false);
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
			'Change: Storm'
		);
		await page.keyboard.press('Tab');
		expect(await words.isVisible()).toBe(false);
		expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(
			'Note an event or decision'
		);
		await page.keyboard.press('Enter');
		await dialog(page).waitFor();
		await page.keyboard.type('Shift moved');
		await dialog(page).getByLabel('Your name').focus();
		await page.keyboard.type('Ben');
		await page.keyboard.press('Enter');
		await expect.poll(() => texts()).toEqual(['Storm', 'Shift moved']);
		expect((await list())[1]).toMatchObject({ first_day: day(0), by: 'Ben', teams: [] });
		await close();
	});

	test("a team's page shows its own and those of everybody, and notes for it", async () => {
		await add({ teams: ['Team A'], text: 'A alone' });
		await add({ teams: ['Team B'], text: 'B alone', first_day: day(7) });
		await add({ text: 'all', first_day: day(4) });
		const { page, close } = await openPage(browser, `${dashboard.url}/teams/Team%20B`);
		await expect.poll(() => flags(page).allInnerTexts()).toEqual(['1', '2']);
		await page.getByRole('button', { name: 'Note an event or decision' }).click();
		expect(await dialog(page).getByLabel('Teams').inputValue()).toBe('Team B');
		await close();
	});

	test('a flag stands where its day is: over the point of the line', async () => {
		await add();
		const { page, close } = await openPage(browser, dashboard.url);
		const left = await flags(page).evaluate((node) => node.getBoundingClientRect().left);
		const svg = await page.locator('.plot svg').evaluate((node) => {
			const box = node.getBoundingClientRect();
			// The emphasised line is the widest; its points are the bends of its path.
			const paths = [...node.querySelectorAll('path')].filter((path) => path.getAttribute('fill') === 'none');
			const widest = paths.sort(
				(a, b) => Number(b.getAttribute('stroke-width')) - Number(a.getAttribute('stroke-width'))
			)[0];
			const xs = [...(widest?.getAttribute('d') ?? '').matchAll(/[ML]?(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(
				([, x]) => Number(x)
			);
			return { box: box.left, xs };
		});
		const nearest = Math.min(...svg.xs.map((x) => Math.abs(x + svg.box - left)));
		expect(svg.xs.length).toBeGreaterThan(10);
		expect(nearest).toBeLessThan(2);
		await close();
	});

	test('on paper they are numbered footnotes', async () => {
		await add({ last_day: day(8) });
		const { page, close } = await openPage(browser, dashboard.url);
		await flags(page).waitFor();
		await page.emulateMedia({ media: 'print' });
		const notes = page.locator('ol.paper');
		expect(await notes.isVisible()).toBe(true);
		expect(await notes.innerText()).toMatch(/^1\s[^]*Event\sStorm\sAnn/);
		expect(await page.getByRole('button', { name: 'Note an event or decision' }).isVisible()).toBe(false);
		expect(await flags(page).innerText()).toBe('1');
		await close();
	});

	describe('in the weekly review', () => {
		const WEEK = `/weekly?week=${isoWeekOf(mondayOf(day(7)))}`;
		const trend = (page: Page, team: string) =>
			page.locator(`#trend-first_response figure[data-team="${team}"] svg`);
		async function open(options = {}) {
			await add({ teams: ['Team A'], text: 'A alone', first_day: day(25) });
			await add({ text: 'for all', first_day: day(10) });
			const opened = await openPage(browser, dashboard.url + WEEK, options);
			await opened.page.locator('tr[data-kpi="first_response"] [data-flag] > button').first().waitFor();
			return opened;
		}

		test('a team’s trend has the flags of what concerns it, and says them to who does not see it', async () => {
			const { page, troubles, close } = await open();
			expect(await trend(page, 'Team A').locator('title').allTextContents()).toEqual([
				expect.stringMatching(/A alone$/),
				expect.stringMatching(/for all$/)
			]);
			expect(await trend(page, 'Team B').locator('title').allTextContents()).toEqual([
				expect.stringMatching(/for all$/)
			]);
			expect(await trend(page, 'Team B').getAttribute('aria-label')).toMatch(/Flags: [^;]*Event: for all$/);
			expect(troubles).toEqual([]);
			await close();
		});

		test('the number’s own carries the numbers of the list, on paper too, and says by keyboard what they are', async () => {
			const { page, close } = await open();
			const row = page.locator('tr[data-kpi="first_response"]');
			await expect.poll(() => row.locator('[data-flag] > button').allInnerTexts()).toEqual(['1', '2']);
			expect(await page.locator('[data-section="annotations"] .number:visible').allInnerTexts()).toEqual([
				'1',
				'2'
			]);
			await row.locator('[data-flag] > button').first().focus();
			expect(await row.locator('.words:visible').innerText()).toMatch(/Event[^]*A alone[^]*Ann/);
			await page.emulateMedia({ media: 'print' });
			expect(await row.locator('[data-flag] > button:visible').allInnerTexts()).toEqual(['1', '2']);
			expect(await page.locator('ol.paper .number:visible').allInnerTexts()).toEqual(['1', '2']);
			await close();
		});

		test('on a phone its words stay on the screen', async () => {
			const { page, close } = await open({
				...{ viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true }
			});
			await page.locator('tr[data-kpi="first_response"] [data-flag] > button').first().tap();
			const box = await page.locator('[data-flag] .words:visible').boundingBox();
			expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 999) <= 375]).toEqual([true, true]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
			await close();
		});

		test('axe finds nothing in a flag’s words', async () => {
			const { page, close } = await open({ reducedMotion: 'reduce' });
			await page.locator('tr[data-kpi="first_response"] [data-flag] > button').last().click();
			const { violations } = await new AxeBuilder({ page })
				.include('tr[data-kpi="first_response"]')
				.analyze();
			expect(violations.map(({ id }) => id)).toEqual([]);
			await close();
		});
	});

	test('on a phone words stay on the screen, opened by a tap and closed by one elsewhere', async () => {
		await add({ text: 'One sentence that is long enough for more than a line of a phone' });
		// At the right edge: of a day that has only begun, too few are drawn.
		await add({ first_day: day(1), text: 'Yesterday' });
		const { page, close } = await openPage(browser, dashboard.url, {
			...{ locale: 'zh-CN', viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true }
		});
		for (const flag of [0, 1]) {
			await flags(page).nth(flag).tap();
			const box = await page.locator('[data-flag] .words:not([hidden])').boundingBox();
			expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 999) <= 375]).toEqual([true, true]);
		}
		await page.locator('h1').tap();
		expect(await page.locator('[data-flag] .words:not([hidden])').count()).toBe(0);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
		await close();
	});

	for (const locale of ['en-GB', 'zh-CN'])
		for (const colorScheme of ['light', 'dark'] as const)
			test(`axe finds nothing, neither on the chart nor in the dialog (${locale}, ${colorScheme})`, async () => {
				await add();
				await add({ kind: 'decision', first_day: day(3) });
				const { page, close } = await openPage(browser, dashboard.url, {
					...{ locale, colorScheme, reducedMotion: 'reduce' }
				});
				const violations = async () =>
					(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
				await flags(page).first().click();
				await page.locator('.notes summary').click();
				expect(await violations()).toEqual([]);
				await page.locator('.notes li button').first().click();
				await dialog(page).waitFor();
				expect(await violations()).toEqual([]);
				await close();
			});
});
