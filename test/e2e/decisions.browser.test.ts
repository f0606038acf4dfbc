import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DecisionList, DecisionsOfWeek, SavedDecision, type GivenDecision } from '#schema/decision.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { addDays, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	dashboard = await startDashboard({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
});
beforeEach(() => db.clickhouse.command({ query: 'TRUNCATE TABLE decision_versions' }));

const TODAY = new Date().toISOString().slice(0, 10);
const MONDAY = mondayOf(TODAY);
/** The Monday so many weeks ago, and the week's name. */
const before = (weeks: number) => addDays(MONDAY, -7 * weeks);
const week = (weeks: number) => isoWeekOf(before(weeks));

const api = (path: string, init?: RequestInit) => fetch(`${dashboard.url}/api/decisions${path}`, init);
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
	api(path, {
		method,
		headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
		...(body !== undefined && { body: JSON.stringify(body) })
	});
const given = (more: Partial<GivenDecision> = {}): GivenDecision => ({
	...{ kind: 'decision', week: before(2), text: 'More lines', owner: 'Ben', due: before(1), by: 'Ann' },
	...more
});
async function add(more: Partial<GivenDecision> = {}) {
	const added = await send('POST', '', given(more));
	expect(added.status).toBe(201);
	return SavedDecision.parse(await added.json());
}
const ofWeek = async (name: string) => DecisionsOfWeek.parse(await (await api(`?week=${name}`)).json());

describe('notes and decisions over HTTP', () => {
	test('come back each week until they are closed, and can be read in full and as CSV', async () => {
		const { id } = await add();
		expect((await ofWeek(week(2))).decisions).toMatchObject([{ state: 'open', overdue: false }]);
		expect((await ofWeek(week(0))).decisions).toMatchObject([{ state: 'open', overdue: true }]);
		const closed = given({ closed_on: before(1), closed_by: 'Ben', outcome: 'done' });
		expect((await send('PUT', `/${id}`, closed, { 'if-match': '"1"' })).status).toBe(200);
		expect((await ofWeek(week(2))).decisions).toMatchObject([{ state: 'closed_since' }]);
		expect((await ofWeek(week(1))).decisions).toMatchObject([{ state: 'closed', outcome: 'done' }]);
		expect((await ofWeek(week(0))).decisions).toEqual([]);
		expect(DecisionList.parse(await (await api('')).json()).decisions).toHaveLength(1);
		const csv = await (await api(`?week=${week(1)}`, { headers: { accept: 'text/csv' } })).text();
		expect(csv.split('\r\n')[0]).toContain('text,owner,due,by,closed_on,closed_by,outcome');
	});

	test.each([
		['POST', '', given({ owner: '' }), 'owner'],
		['POST', '', given({ due: null }), 'due'],
		['POST', '', given({ week: TODAY === MONDAY ? addDays(MONDAY, 1) : TODAY }), 'week'],
		['POST', '', given({ closed_on: TODAY, closed_by: 'Ben' }), 'outcome'],
		['GET', '?week=2026-W54', undefined, 'week'],
		['GET', '?week=9999-W01', undefined, 'week'],
		['GET', '?wek=2026-W46', undefined, 'wek']
	])('%s %s of %j is refused, naming the field', async (method, path, body, field) => {
		const refused = await send(method, path, body);
		expect([refused.status, (await refused.json()).error.path]).toEqual([400, field]);
	});
});

const dialog = (page: Page) => page.getByRole('dialog');
const section = (page: Page) => page.locator('[data-section="decisions"]');
const items = (page: Page) => section(page).locator('li[data-state]');
const address = (weeks: number) => `${dashboard.url}/weekly/decisions?week=${week(weeks)}`;

describe('notes and decisions of a weekly review', () => {
	test('are written, come back overdue the week after, are closed with what came of it, and reopened by undoing', async () => {
		const { page, troubles, close } = await openPage(browser, address(2));
		await section(page).getByRole('button', { name: 'Add a note or decision' }).click();
		await dialog(page).getByLabel('What was noted or decided').fill('Two more people in the evening');
		await dialog(page).getByLabel('Owner').fill('Ben');
		await dialog(page).getByLabel('Due').fill(before(1));
		await dialog(page).getByLabel('Your name').fill('Ann');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(() => items(page).innerText()).toMatch(/Two more people[^]*Owner: Ben[^]*due/);
		expect(await items(page).innerText()).not.toContain('overdue');

		await page.goto(address(0));
		expect(await items(page).innerText()).toMatch(new RegExp(`▲[^]*overdue[^]*from ${week(2)}`));
		await items(page).getByRole('button', { name: 'Close: Two more' }).click();
		await dialog(page).getByLabel('What came of it').fill('Hired');
		expect(await dialog(page).getByLabel('Closed on').inputValue()).toBe(TODAY);
		await dialog(page).getByRole('button', { name: 'Close', exact: true }).click();
		await expect.poll(() => items(page).innerText()).toMatch(/Closed on .* by Ann: Hired/);
		expect(await items(page).getAttribute('data-state')).toBe('closed');

		await section(page).getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => items(page).getAttribute('data-state')).toBe('open');
		expect((await ofWeek(week(0))).decisions).toMatchObject([{ version: 3, closed_on: null, by: 'Ann' }]);
		expect(troubles).toEqual([]);
		await close();
	});

	test('a week in the past shows what was open then, and what became of it since', async () => {
		await add({ closed_on: before(0), closed_by: 'Ben', outcome: 'done' });
		const { page, close } = await openPage(browser, address(1));
		expect(await items(page).innerText()).toMatch(/Open in this week; closed on .* by Ben: done/);
		await page.getByRole('link', { name: week(2) }).click();
		await page.getByRole('heading', { level: 1, name: week(2) }).waitFor();
		expect(await items(page).getAttribute('data-state')).toBe('closed_since');
		await close();
	});

	test('what somebody else changed meanwhile is told, and replaced only when saved again', async () => {
		const { id } = await add();
		const { page, close } = await openPage(browser, address(0));
		await items(page).getByRole('button', { name: 'Change: More lines' }).click();
		await send('PUT', `/${id}`, given({ text: 'Fewer lines' }));
		await dialog(page).getByLabel('What was noted or decided').fill('Other lines');
		await dialog(page).getByLabel('Your name').fill('Cho');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(() => dialog(page).getByRole('alert').innerText()).toContain('“Fewer lines”');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect.poll(async () => (await ofWeek(week(0))).decisions[0]?.text).toBe('Other lines');
		await close();
	});

	test('by keyboard alone: closing one, and deleting another', async () => {
		await add();
		await add({ kind: 'note', owner: '', due: null, text: 'Look at Mondays' });
		const { page, close } = await openPage(browser, address(0));
		await page.getByRole('button', { name: 'Close: More lines' }).focus();
		await page.keyboard.press('Enter');
		await dialog(page).waitFor();
		await page.keyboard.type('Bought');
		await dialog(page).getByLabel('Your name').focus();
		await page.keyboard.type('Ben');
		await page.keyboard.press('Enter');
		await expect.poll(() => items(page).last().innerText()).toContain('by Ben: Bought');
		await page.getByRole('button', { name: 'Change: Look at Mondays' }).focus();
		await page.keyboard.press('Enter');
		await dialog(page).getByRole('button', { name: 'Delete' }).focus();
		await page.keyboard.press('Enter');
		await expect.poll(() => items(page).count()).toBe(1);
		await close();
	});

	test('beside them stands what happened in the 13 weeks before, and can be added to', async () => {
		const { page, close } = await openPage(browser, address(1));
		const noted = page.locator('[data-section="annotations"]');
		await noted.getByRole('button', { name: 'Note an event or decision' }).click();
		expect(await dialog(page).getByLabel('Day', { exact: true }).inputValue()).toBe(addDays(before(1), 6));
		await dialog(page).getByLabel('What happened or was decided').fill('Storm');
		await dialog(page).getByLabel('Your name').fill('Ann');
		await dialog(page).getByRole('button', { name: 'Save' }).click();
		await expect
			.poll(() => noted.locator('details:not(.export) li').innerText())
			.toMatch(/1[^]*Event[^]*Storm/);
		await page.goto(address(15));
		expect(await noted.locator('details:not(.export) li').count()).toBe(0);
		await page.goto(address(0));
		expect(await noted.locator('details:not(.export) li').count()).toBe(1);
		await close();
	});

	for (const locale of ['en-GB', 'zh-CN'])
		for (const colorScheme of ['light', 'dark'] as const)
			test(`axe finds nothing, and a phone needs no scrolling sideways (${locale}, ${colorScheme})`, async () => {
				await add();
				await add({ text: 'closed', closed_on: before(0), closed_by: 'Ben', outcome: 'done' });
				const { page, close } = await openPage(browser, address(0), {
					...{ locale, colorScheme, reducedMotion: 'reduce', viewport: { width: 375, height: 800 } }
				});
				const violations = async () =>
					(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
				await items(page).first().waitFor();
				expect(await violations()).toEqual([]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
				await items(page).first().getByRole('button').first().click();
				await dialog(page).waitFor();
				expect(await violations()).toEqual([]);
				await close();
			});
});
