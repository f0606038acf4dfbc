import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Board, Tile } from '#schema/board.ts';
import { BoardList } from '#schema/board-saved.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { event, store } from '../support/events.ts';
import { openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
const data = mkdtempSync(join(tmpdir(), 'touchstone-boards-'));

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	const now = new Date().toISOString();
	await store(db.clickhouse, [event('case.opened', 'c1', now, { team: 'Billing', channel: 'phone' })]);
	dashboard = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_DATA: data,
		TOUCHSTONE_API_KEYS: 'ann:secret-of-ann:operator'
	});
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
	rmSync(data, { recursive: true, force: true });
});

const api = (path: string, init?: RequestInit) => fetch(`${dashboard.url}/api/boards${path}`, init);
const put = (id: string, body: unknown, headers: Record<string, string> = {}) =>
	api(`/${id}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body)
	});
const read = async (id: string): Promise<Board> => (await api(`/${id}`)).json();
const list = async () => BoardList.parse(await (await api('')).json()).boards;

const tile = (id: string, x: number, y: number, w = 4, h = 2) => ({ id, kind: 'broken', x, y, w, h });
const TWO = { name: 'Two', tiles: [tile('a', 0, 0), tile('b', 4, 0)] };
const at = async (id: string, of = 'two') => {
	const found: Tile | undefined = (await read(of)).tiles.find((one) => one.id === id);
	return found && [found.x, found.y, found.w, found.h];
};

beforeEach(async () => {
	for (const { id, origin } of await list())
		if (origin !== 'shipped') await api(`/${id}`, { method: 'DELETE' });
	expect((await put('two', TWO)).status).toBe(200);
});

describe('boards over HTTP', () => {
	test('three come with the product, others are kept as they were put', async () => {
		expect((await list()).map(({ id, origin }) => [id, origin])).toEqual([
			['contact-centre', 'shipped'],
			['complaints', 'shipped'],
			['organisation', 'shipped'],
			['two', 'own']
		]);
		expect(await read('two')).toMatchObject({ id: 'two', name: 'Two', origin: 'own', saved_by: '' });
		const none = await api('/none');
		expect([none.status, (await none.json()).error.path]).toEqual([404, 'board']);
	});

	test.each<[unknown, string]>([
		['nonsense', ''],
		[[], ''],
		[{ id: 'other', tiles: [] }, 'id'],
		[{ name: 'x'.repeat(81), tiles: [] }, 'name'],
		[{ name: 'x' }, 'tiles'],
		[{ tiles: [tile('a', 0, 0), tile('b', 10, 0)] }, 'tiles.1.w'],
		[{ tiles: [tile('a', 0, 7)] }, 'tiles.0.h'],
		[{ tiles: [tile('a', 0, 0), tile('b', 3, 1)] }, 'tiles.1.x'],
		[{ tiles: [tile('a', 0, 0), tile('a', 4, 0)] }, 'tiles.1.id'],
		[{ tiles: [{ ...tile('a', 0, 0), kind: 'gauge' }] }, 'tiles.0.kind'],
		[{ tiles: [{ ...tile('a', 0, 0), kind: 'number', kpi: 'luck' }] }, 'tiles.0.kpi'],
		[{ tiles: [{ ...tile('a', 0, 0), x: 0.5 }] }, 'tiles.0.x'],
		[{ tiles: Array.from({ length: 17 }, (_, n) => tile(`${n}`, n % 12, Math.floor(n / 12), 1, 1)) }, 'tiles']
	])('bad input %# is refused, naming the field', async (body, path) => {
		const refused = await put('two', body);
		expect([refused.status, (await refused.json()).error]).toMatchObject([400, { reason: 'invalid', path }]);
		expect(await read('two')).toMatchObject(TWO);
	});

	test.each(['pair', 'Two', 'a b', '-a', 'x'.repeat(65)])('no board can be at /wall/%s', async (id) => {
		const refused = await put(encodeURIComponent(id), TWO);
		expect([refused.status, (await refused.json()).error.path]).toEqual([400, 'id']);
	});

	test('who read another version does not overwrite it, and is told what stands', async () => {
		const etag = (await api('/two')).headers.get('etag') ?? '';
		const saved = await put(
			'two',
			{ ...TWO, name: 'Theirs' },
			{ 'if-match': etag, authorization: 'Bearer secret-of-ann' }
		);
		expect(await saved.json()).toMatchObject({ name: 'Theirs', saved_by: 'ann' });
		const late = await put('two', TWO, { 'if-match': etag });
		expect([late.status, await late.json()]).toMatchObject([412, { board: { name: 'Theirs' } }]);
		expect((await put('two', TWO, { 'if-match': late.headers.get('etag') ?? '' })).status).toBe(200);
		expect((await put('two', TWO, { 'if-none-match': '*' })).status).toBe(412);
		expect((await put('two', TWO, { 'if-match': 'three' })).status).toBe(400);
	});

	test('deleting, resetting and undoing say what stands then; undoing needs If-Match', async () => {
		const gone = await api('/two', { method: 'DELETE' });
		expect([gone.status, (await api('/two')).status]).toEqual([204, 404]);
		const undo = (headers: Record<string, string>) => api('/two/undo', { method: 'POST', headers });
		expect((await undo({})).status).toBe(428);
		expect((await undo({ 'if-match': '"1"' })).status).toBe(412);
		expect(await (await undo({ 'if-match': gone.headers.get('etag') ?? '' })).json()).toMatchObject(TWO);
		await put('complaints', TWO);
		const reset = await api('/complaints', { method: 'DELETE' });
		expect(await reset.json()).toMatchObject({ origin: 'shipped', id: 'complaints' });
		expect((await api('/never', { method: 'DELETE' })).status).toBe(404);
	});

	test('every version can be read again', async () => {
		await put('two', { ...TWO, name: 'Later' });
		const { versions } = await (await api('/two/versions')).json();
		expect(versions.slice(0, 2).map(({ name }: { name: string }) => name)).toEqual(['Later', 'Two']);
		const [, before] = versions;
		expect(await (await api(`/two/versions/${before.version}`)).json()).toMatchObject(TWO);
		expect((await api('/two/versions/none')).status).toBe(404);
	});
});

/** A page that answers: its live connection is what it opens last. */
async function open(path: string, options = {}) {
	const opened = await openPage(browser, 'about:blank', options);
	const ready = opened.page.waitForEvent('websocket');
	await opened.page.goto(`${dashboard.url}${path}`);
	await ready;
	return opened;
}

describe('the list of boards', () => {
	test('shows each with its layout, and opens its composer', async () => {
		const { page, troubles, close } = await open('/wall');
		expect(await page.locator('h2').allTextContents()).toEqual(
			expect.arrayContaining(['Contact centre', 'Complaints', 'Whole organisation', 'Two'])
		);
		const drawing = page.locator('li', { hasText: 'Two' }).locator('svg[role=img]');
		expect(await drawing.getAttribute('aria-label')).toBe('Layout: Broken promises, Broken promises');
		expect(await page.getByRole('link', { name: 'Open: Two' }).getAttribute('href')).toBe('/wall/two');
		await page.getByRole('link', { name: 'Edit: Two' }).click();
		await page.getByLabel('Name of the board').waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('makes a new board, under an address made of its name', async () => {
		const { page, close } = await open('/wall');
		await page.getByRole('button', { name: 'New board' }).click();
		await page.getByRole('button', { name: 'Make it' }).click();
		await page.getByText('Give the board a name.').waitFor();
		await page.getByLabel('What is it called?').fill('Night shift');
		await page.keyboard.press('Enter');
		await page.waitForURL('**/wall/night-shift/edit');
		expect(await read('night-shift')).toMatchObject({ name: 'Night shift', tiles: [] });
		await close();
	});

	test('copies, deletes and takes the deletion back', async () => {
		const { page, close } = await open('/wall');
		await page.getByRole('button', { name: 'Copy: Complaints' }).click();
		await page.waitForURL('**/wall/complaints-copy/edit');
		const [copy, original] = [await read('complaints-copy'), await read('complaints')];
		expect([copy.name, copy.tiles]).toEqual(['Complaints, copy', original.tiles]);
		await page.goto(`${dashboard.url}/wall`);
		await page.getByRole('button', { name: 'Delete: Two' }).click();
		await page.getByText('Two is deleted.').waitFor();
		expect((await api('/two')).status).toBe(404);
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByText('Two is back.').waitFor();
		await page.getByRole('heading', { name: 'Two', exact: true }).waitFor();
		expect(await read('two')).toMatchObject(TWO);
		await close();
	});

	test('resets a changed one that came with the product, and takes that back', async () => {
		await put('complaints', { name: 'Ours', tiles: TWO.tiles });
		const { page, close } = await open('/wall');
		await page.getByRole('button', { name: 'Reset: Ours' }).click();
		await page.getByText('Ours is as it comes again.').waitFor();
		await page.getByRole('heading', { name: 'Complaints' }).waitFor();
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByRole('heading', { name: 'Ours' }).waitFor();
		expect(await read('complaints')).toMatchObject({ name: 'Ours', origin: 'changed' });
		await close();
	});
});

const tileOf = (page: Page, id: string) => page.locator(`[data-tile="${id}"]`);
async function save(page: Page) {
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText('Saved: screens show it').waitFor();
}

/** Drags from a point of a tile by so many columns and rows; `before` looks at it before it is let go. */
async function drag(
	page: Page,
	id: string,
	[columns, rows]: [number, number],
	{ corner = false, before = async () => {} } = {}
) {
	const sheet = await page.getByRole('application').boundingBox();
	const box = await tileOf(page, id).boundingBox();
	if (!sheet || !box) throw new Error(`there is no tile ${id}`);
	const x = corner ? box.x + box.width - 10 : box.x + box.width / 2;
	const y = corner ? box.y + box.height - 10 : box.y + box.height / 2;
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + (columns * sheet.width) / 12, y + (rows * sheet.height) / 8, { steps: 5 });
	await before();
	await page.mouse.up();
}

describe('the composer', () => {
	test('moves and resizes tiles with the mouse; others make way', async () => {
		const { page, troubles, close } = await open('/wall/two/edit');
		await drag(page, 'a', [0, 4]);
		await drag(page, 'b', [-4, 0]);
		await drag(page, 'a', [2, 1], { corner: true });
		await save(page);
		expect([await at('a'), await at('b')]).toEqual([
			[0, 4, 6, 3],
			[0, 0, 4, 2]
		]);
		await drag(page, 'b', [0, 4]);
		await save(page);
		expect([await at('b'), (await at('a'))?.slice(2)]).toEqual([
			[0, 4, 4, 2],
			[6, 3]
		]);
		expect(troubles).toEqual([]);
		await close();
	});

	test('shows where a tile may not lie, and leaves it where it was', async () => {
		await put('two', { name: 'Full', tiles: [tile('a', 0, 0, 6, 8), tile('b', 6, 0, 6, 8)] });
		const { page, close } = await open('/wall/two/edit');
		const before = () => page.locator('.wanted.refused').waitFor();
		await drag(page, 'a', [2, 0], { before });
		await page.getByText('No room there: Broken promises stays where it is.').waitFor();
		expect(await page.locator('.wanted').count()).toBe(0);
		await drag(page, 'a', [6, 0]);
		await save(page);
		expect([await at('a'), await at('b')]).toEqual([
			[6, 0, 6, 8],
			[0, 0, 6, 8]
		]);
		await close();
	});

	test('Escape gives a drag up, and a click is none', async () => {
		const { page, close } = await open('/wall/two/edit');
		await drag(page, 'a', [0, 3], { before: () => page.keyboard.press('Escape') });
		await tileOf(page, 'a').click();
		await page.getByRole('heading', { name: 'Broken promises' }).waitFor();
		expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
		await close();
	});

	test('is worked with the keyboard alone, and says what it did', async () => {
		const { page, troubles, close } = await open('/wall/two/edit');
		await tileOf(page, 'a').focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Shift+ArrowRight');
		await page.getByText('Broken promises: column 1, row 3, 5 wide, 2 high').waitFor();
		expect(await tileOf(page, 'a').getAttribute('aria-label')).toBe(
			'Broken promises: column 1, row 3, 5 wide, 2 high'
		);
		await page.keyboard.press('ArrowLeft');
		await page.getByText('Broken promises is at the edge.').waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Delete');
		await page.getByText('Broken promises is removed.').waitFor();
		expect(await page.evaluate(() => document.activeElement?.getAttribute('data-tile'))).toBe('a');
		await page.keyboard.press('ControlOrMeta+z');
		await page.keyboard.press('ControlOrMeta+z');
		await page.keyboard.press('ControlOrMeta+Shift+z');
		await page.getByText('Done again.').waitFor();
		await page.getByRole('button', { name: 'Save', exact: true }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('Saved: screens show it').waitFor();
		expect([await at('a'), await at('b')]).toEqual([
			[0, 2, 5, 2],
			[4, 0, 4, 2]
		]);
		expect(troubles).toEqual([]);
		await close();
	});

	test('adds a tile with its number, teams and channels, and puts it where the fields say', async () => {
		const { page, close } = await open('/wall/two/edit');
		await page.getByRole('button', { name: /^Course of the day/ }).click();
		await page.getByText('is added: column 9, row 1').waitFor();
		await page.getByLabel('Which number').selectOption({ label: 'First response time' });
		await page.getByLabel('Billing').check();
		await page.getByLabel('Another team').fill('North');
		await page.keyboard.press('Enter');
		await page.getByLabel('Phone').check();
		await page.getByLabel('Row', { exact: true }).fill('4');
		await page.getByLabel('Height').fill('4');
		await page.keyboard.press('Tab');
		await save(page);
		expect((await read('two')).tiles.find(({ kind }) => kind === 'trend')).toEqual({
			...{ id: 'trend', kind: 'trend', kpi: 'first_response', x: 8, y: 3, w: 4, h: 4 },
			...{ teams: ['Billing', 'North'], channels: ['phone'] }
		});
		await close();
	});

	test('says so when the sheet is full', async () => {
		await put('two', { name: 'Full', tiles: [tile('a', 0, 0, 12, 8)] });
		const { page, close } = await open('/wall/two/edit');
		await page.getByRole('button', { name: /^Staff/ }).click();
		await page.getByText('The sheet is full.').waitFor();
		await close();
	});

	test('names a board, and one that came with the product is a copy then', async () => {
		const { page, close } = await open('/wall/contact-centre/edit');
		const name = page.getByLabel('Name of the board');
		expect(await name.getAttribute('placeholder')).toBe('Contact centre');
		await name.fill('Front desk');
		await save(page);
		expect(await read('contact-centre')).toMatchObject({ name: 'Front desk', origin: 'changed' });
		await close();
	});

	test('says when somebody else saved meanwhile: theirs can be loaded', async () => {
		const { page, close } = await open('/wall/two/edit');
		await tileOf(page, 'a').press('ArrowDown');
		await put('two', { ...TWO, name: 'Theirs' });
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByText('somebody else saved this board').waitFor();
		expect(await read('two')).toMatchObject({ name: 'Theirs', tiles: [{ y: 0 }, {}] });
		await page.getByRole('button', { name: 'Load theirs' }).click();
		await page.getByText('All saved').waitFor();
		expect(await page.getByLabel('Name of the board').inputValue()).toBe('Theirs');
		await page.getByRole('button', { name: 'Undo' }).click();
		expect(await page.getByLabel('Name of the board').inputValue()).toBe('Two');
		await save(page);
		expect(await at('a')).toEqual([0, 1, 4, 2]);
		await close();
	});

	test('or overwritten', async () => {
		const { page, close } = await open('/wall/two/edit');
		await tileOf(page, 'a').press('ArrowDown');
		await put('two', { ...TWO, name: 'Theirs' });
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByRole('button', { name: 'Overwrite with mine' }).click();
		await page.getByText('Saved: screens show it').waitFor();
		expect(await read('two')).toMatchObject({ name: 'Two' });
		expect(await at('a')).toEqual([0, 1, 4, 2]);
		await close();
	});

	test('brings an earlier version back', async () => {
		await put('two', { name: 'Later', tiles: [] });
		const { page, close } = await open('/wall/two/edit');
		await page.getByText('Earlier versions').click();
		await page
			.getByRole('button', { name: /^Load the version of/ })
			.nth(1)
			.click();
		await tileOf(page, 'b').waitFor();
		await save(page);
		expect(await read('two')).toMatchObject(TWO);
		await close();
	});

	test('asks before what is not saved is left', async () => {
		const { page, close } = await open('/wall/two/edit');
		await tileOf(page, 'a').press('ArrowDown');
		const asked: string[] = [];
		page.on('dialog', (dialog) => {
			asked.push(dialog.message());
			void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
		});
		await page.getByRole('link', { name: 'All boards' }).click();
		expect(page.url()).toContain('/wall/two/edit');
		await page.getByRole('link', { name: 'All boards' }).click();
		await page.getByRole('heading', { name: 'Wall boards' }).waitFor();
		expect(asked).toEqual(Array(2).fill('Your changes are not saved. Leave without them?'));
		await close();
	});

	test('a board that is not there is said so', async () => {
		const { page, close } = await openPage(browser, `${dashboard.url}/wall/none/edit`);
		await page.getByText('There is no board none.').waitFor();
		await close();
	});
});

test('a damaged file of the boards is named where boards are, and everything else goes on', async () => {
	const damaged = mkdtempSync(join(tmpdir(), 'touchstone-boards-'));
	writeFileSync(join(damaged, 'dashboard.db'), 'x'.repeat(8192));
	const other = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_DATA: damaged
	});
	const answer = await fetch(`${other.url}/api/boards`);
	expect([answer.status, await answer.json()]).toMatchObject([503, { error: { reason: 'unavailable' } }]);
	const { page, close } = await openPage(browser, `${other.url}/wall`);
	await page.getByText(`${join(damaged, 'dashboard.db')}: it is damaged. Bring it back with`).waitFor();
	const cookie = 'touchstone-screen=x';
	const pages = ['/', '/standards', '/api/kpi'].map((path) =>
		fetch(`${other.url}${path}`, { headers: { cookie } })
	);
	expect((await Promise.all(pages)).map(({ status }) => status)).toEqual([200, 200, 200]);
	await close();
	await other.stop();
	rmSync(damaged, { recursive: true, force: true });
});

for (const locale of ['en-GB', 'zh-CN'])
	for (const colorScheme of ['light', 'dark'] as const)
		test(`axe finds nothing, in ${locale} and ${colorScheme}`, async () => {
			for (const path of ['/wall', '/wall/complaints/edit', '/wall/pair']) {
				const { page, close } = await open(path, { locale, colorScheme, reducedMotion: 'reduce' });
				await page.locator('h1').first().waitFor();
				if (path.endsWith('edit')) await page.locator('[data-tile]').first().focus();
				else if (path === '/wall') await page.locator('header button').first().click();
				else await page.locator('[data-code]').waitFor();
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect([path, violations.map(({ id, nodes }) => [id, nodes[0]?.html.slice(0, 200)])]).toEqual([
					path,
					[]
				]);
				await close();
			}
		});

test.each([375, 1440, 3840])('nothing runs out of the page at %i pixels', async (width) => {
	for (const path of ['/wall', '/wall/complaints/edit', '/wall/pair']) {
		const { page, close } = await open(path, { viewport: { width, height: 900 } });
		await page.locator('h1').first().waitFor({ state: 'attached' });
		if (path.endsWith('edit')) await page.locator('[data-tile]').first().focus();
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect([path, overflow]).toEqual([path, 0]);
		await close();
	}
});
