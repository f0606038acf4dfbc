import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ScreenList, type Screen } from '#schema/screen.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { freePort } from '../support/free-port.ts';
import { openPage } from '../support/house.ts';
import { tellState } from '../support/wall-states.ts';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let port: number;
const data = mkdtempSync(join(tmpdir(), 'touchstone-pairing-'));

const start = async () => {
	dashboard = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_DATA: data,
		PORT: String(port)
	});
};
beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	port = await freePort();
	await start();
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
	rmSync(data, { recursive: true, force: true });
});

const api = (path: string, init?: RequestInit) => fetch(`${dashboard.url}/api/screens${path}`, init);
const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
	api(path, {
		method,
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body)
	});
const screens = async (): Promise<Screen[]> => ScreenList.parse(await (await api('')).json()).screens;
const cookiesOf = (answer: Response) =>
	answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');

beforeEach(async () => {
	for (const { id } of await screens()) await api(`/${id}`, { method: 'DELETE' });
});

/** A screen as curl would be one. */
async function pair(name: string, board: string) {
	const asked = await api('/codes', { method: 'POST' });
	const { code } = await asked.json();
	const paired = await send('POST', '', { code, name, board });
	expect(paired.status).toBe(201);
	const fetched = await api(`/codes/${code}`, { headers: { cookie: cookiesOf(asked) } });
	const { id } = await paired.json();
	return { id, cookie: cookiesOf(fetched), setCookie: fetched.headers.getSetCookie()[0] ?? '' };
}
const self = (cookie: string) => api('/self', { headers: { cookie } });

/** A page that answers: its live connection is what it opens last. */
async function open(path: string, options = {}) {
	const opened = await openPage(browser, 'about:blank', options);
	const ready = opened.page.waitForEvent('websocket');
	await opened.page.goto(`${dashboard.url}${path}`);
	await ready;
	return opened;
}
const codeOn = async (page: Page) => {
	await page.locator('[data-code]').waitFor();
	return (await page.locator('[data-code]').getAttribute('data-code')) ?? '';
};
/** What the screen in a page is told of itself. */
const selfIn = (page: Page) =>
	page.evaluate(async () => {
		const answer = await fetch('/api/screens/self');
		return { status: answer.status, board: answer.ok ? (await answer.json()).board : null };
	});

test('a screen shows a code, a manager enters it, and the screen shows its board: over a restart, until it is revoked', async () => {
	const tv = await open('/wall/pair', { viewport: { width: 1920, height: 1080 } });
	const desk = await open('/wall');
	const code = await codeOn(tv.page);
	await desk.page.getByLabel('Code on the screen').fill(`${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`);
	await desk.page.getByLabel('Where it hangs').fill('Lobby');
	await desk.page.getByLabel('Board', { exact: true }).selectOption({ label: 'Complaints' });
	await desk.page.getByRole('button', { name: 'Pair', exact: true }).click();
	await desk.page.getByText('Lobby is paired: it shows Complaints in a moment.').waitFor();

	await tv.page.waitForURL('**/wall/complaints');
	// Nobody stands before it: its numbers are numbers alone.
	await tv.page.locator('[data-tile]').first().waitFor();
	expect(await tv.page.locator('[data-lens]').count()).toBe(0);
	expect(await selfIn(tv.page)).toEqual({ status: 200, board: 'complaints' });
	expect(await tv.page.evaluate(() => document.cookie)).not.toContain('touchstone-screen');
	const [token] = (await tv.page.context().cookies()).filter(({ name }) => name === 'touchstone-screen');
	expect(token).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
	expect((token?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(399 * 86_400);

	await dashboard.stop();
	await start();
	expect(await selfIn(tv.page)).toEqual({ status: 200, board: 'complaints' });
	await tv.page.goto(`${dashboard.url}/wall/pair`);
	expect(tv.page.url()).toBe(`${dashboard.url}/wall/complaints`);

	await desk.page.reload();
	await desk.page.getByLabel('Board of Lobby').selectOption({ label: 'Whole organisation' });
	await desk.page.getByText('Saved: Lobby follows').waitFor();
	expect(await selfIn(tv.page)).toEqual({ status: 200, board: 'organisation' });
	await tv.page.goto(`${dashboard.url}/wall/complaints`);
	expect(tv.page.url()).toBe(`${dashboard.url}/wall/organisation`);

	const row = desk.page.locator('li', { has: desk.page.getByLabel('Name of Lobby') });
	await row.getByText('now', { exact: true }).waitFor();
	await row.getByRole('button', { name: 'Revoke: Lobby' }).click();
	await row.getByRole('button', { name: 'Yes, revoke' }).click();
	await desk.page.getByText('Lobby is revoked.').waitFor();
	expect(await selfIn(tv.page)).toEqual({ status: 410, board: null });
	await tv.page.goto(`${dashboard.url}/wall/pair`);
	expect(await codeOn(tv.page)).not.toBe(code);
	await tv.close();
	await desk.close();
});

test('a screen nobody touches follows its manager to another board and through its changes, and ends when it is revoked', async () => {
	const tv = await open('/wall/pair?theme=light&lang=en', { viewport: { width: 1920, height: 1080 } });
	const paired = await send('POST', '', { code: await codeOn(tv.page), name: 'Hall', board: 'complaints' });
	const { id } = await paired.json();
	await tv.page.waitForURL('**/wall/complaints?theme=light&lang=en');
	await tv.page.locator('article').first().waitFor();
	await tv.page.evaluate(() => Object.assign(window, { untouched: true }));

	const saved = await fetch(`${dashboard.url}/api/boards/hall`, {
		...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
		body: JSON.stringify({ name: 'Hall', tiles: [{ id: 'a', kind: 'waiting', x: 0, y: 0, w: 4, h: 4 }] })
	});
	expect(saved.status).toBe(200);
	expect((await send('PATCH', `/${id}`, { board: 'hall' })).status).toBe(200);
	await tv.page.waitForURL('**/wall/hall?theme=light&lang=en', { timeout: 60_000 });
	await tv.page.locator('[data-tile=a]').waitFor();
	const changed = await fetch(`${dashboard.url}/api/boards/hall`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json', 'if-match': saved.headers.get('etag') ?? '' },
		body: JSON.stringify({ name: 'Hall', tiles: [{ id: 'b', kind: 'queue', x: 0, y: 0, w: 4, h: 4 }] })
	});
	expect(changed.status).toBe(200);
	await tv.page.locator('[data-tile=b]').waitFor();
	expect(await tv.page.evaluate(() => 'untouched' in window)).toBe(true);

	await api(`/${id}`, { method: 'DELETE' });
	await tv.page.getByRole('heading', { name: 'This screen was revoked' }).waitFor();
	expect(await tv.page.getByRole('link', { name: 'Pair this screen' }).getAttribute('href')).toBe(
		'/wall/pair?theme=light&lang=en'
	);
	await tv.close();
});

test('a paired screen shows what is to be done, and neither acts nor edits', async () => {
	const { cookie } = await pair('Hall', 'contact-centre');
	const { page, close } = await openPage(browser, 'about:blank', { viewport: { width: 1920, height: 1080 } });
	const cookies = cookie.split('; ').map((one) => {
		const [name = '', value = ''] = one.split(/=(.*)/s);
		return { name, value, url: dashboard.url };
	});
	await page.context().addCookies(cookies);
	await tellState(page, 'value');
	await page.goto(`${dashboard.url}/wall/contact-centre`);
	await page.locator('[data-kind=queue] button.broken').click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('call-late').waitFor();
	expect(await dialog.getByRole('button').allTextContents()).toEqual(['Close']);
	expect(await dialog.getByRole('textbox').count()).toBe(0);
	await dialog.getByRole('button', { name: 'Close' }).click();
	expect(
		await page
			.locator('.tools a')
			.filter({ hasText: /^(Edit|All boards)$/ })
			.count()
	).toBe(0);
	expect(await page.locator('.tools button').count()).toBeGreaterThan(0);
	await close();
});

test('a screen keeps its code when its page is loaded anew, and takes another when it ends', async () => {
	const { page, close } = await openPage(browser, 'about:blank');
	await page.clock.install();
	await page.goto(`${dashboard.url}/wall/pair`);
	const code = await codeOn(page);
	await page.reload();
	expect(await codeOn(page)).toBe(code);
	// By now the server has forgotten it too.
	await page.context().clearCookies();
	await page.clock.fastForward(601_000);
	await expect.poll(() => page.locator('[data-code]').getAttribute('data-code')).not.toBe(code);
	await close();
});

test('a screen without a connection says so in both languages, keeps its code, and goes on by itself', async () => {
	const { page, close } = await open('/wall/pair');
	const code = await codeOn(page);
	await page.context().setOffline(true);
	await page.getByText('No connection to Touchstone.').waitFor();
	await page.getByText('正在自动重试').waitFor();
	expect(await codeOn(page)).toBe(code);
	await page.context().setOffline(false);
	await page.getByText('At a desk, open').waitFor();
	expect(await codeOn(page)).toBe(code);
	await close();
});

test('the code is read from three metres: at least a tenth of the screen wide each', async () => {
	for (const viewport of [
		{ width: 1280, height: 720 },
		{ width: 3840, height: 2160 }
	]) {
		const { page, close } = await open('/wall/pair', { viewport });
		await codeOn(page);
		const size = await page
			.locator('[data-code]')
			.evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
		expect(size / viewport.width).toBeGreaterThan(0.1);
		const smallest = await page
			.locator('.left')
			.evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
		expect(smallest / viewport.width).toBeGreaterThanOrEqual(0.012);
		const { height } = (await page.locator('.screen').boundingBox()) ?? { height: 0 };
		expect(height).toBe(viewport.height);
		await close();
	}
});

test('a wrong code and a missing name are said where they stand', async () => {
	const { page, close } = await open('/wall');
	const pairing = page.getByRole('button', { name: 'Pair', exact: true });
	await pairing.click();
	await page.getByText('Six letters and digits').waitFor();
	await page.getByLabel('Code on the screen').fill('ABC234');
	await pairing.click();
	await page.getByText('Say where it hangs').waitFor();
	await page.getByLabel('Where it hangs').fill('Lobby');
	await pairing.click();
	await page.getByText('No screen shows this code now.').waitFor();
	expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/-code$/);
	await close();
});

test('a browser that is a screen is told under /wall, may change nothing, and gives it up there', async () => {
	const { cookie } = await pair('Desk', 'complaints');
	const [name = '', value = ''] = cookie.split('=');
	const { page, close } = await open('/');
	await page.context().addCookies([{ name, value, url: dashboard.url }]);
	await page.goto(`${dashboard.url}/wall`);
	await page.getByText('This browser is paired as the screen Desk').waitFor();
	await page.getByRole('button', { name: 'Copy: Complaints' }).click();
	await page.getByText('which may only look').waitFor();
	await page.getByRole('button', { name: 'Stop being a screen' }).click();
	await expect.poll(() => page.getByRole('button', { name: 'Stop being a screen' }).count()).toBe(0);
	expect([await screens(), (await self(cookie)).status]).toEqual([[], 410]);
	await page.getByRole('button', { name: 'Copy: Complaints' }).click();
	await page.waitForURL('**/wall/complaints-copy/edit');
	await fetch(`${dashboard.url}/api/boards/complaints-copy`, { method: 'DELETE' });
	await close();
});

describe('screens over HTTP', () => {
	test('over plain http the cookie is plain; over https it is secure and bound to the host', async () => {
		const plain = await pair('Lobby', 'complaints');
		expect(plain.setCookie).toMatch(
			/^touchstone-screen=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict$/
		);
		const renewed = await api('/self', { headers: { cookie: plain.cookie, 'x-forwarded-proto': 'https' } });
		expect(renewed.headers.getSetCookie()[0]).toMatch(/^__Host-touchstone-screen=[\w-]{43}; .*; Secure$/);
		expect((await self(cookiesOf(renewed))).status).toBe(200);
	});

	test('a screen that never was one, and one that was revoked, are told apart', async () => {
		const { id, cookie } = await pair('Lobby', 'complaints');
		expect([(await self('')).status, (await self('touchstone-screen=x')).status]).toEqual([401, 401]);
		expect(await (await self(cookie)).json()).toEqual({ id, name: 'Lobby', board: 'complaints', version: 0 });
		await api(`/${id}`, { method: 'DELETE' });
		expect((await self(cookie)).status).toBe(410);
	});

	test('a token reads and changes nothing', async () => {
		const { id, cookie } = await pair('Lobby', 'complaints');
		const changes = await Promise.all([
			send('PATCH', `/${id}`, { board: 'organisation' }, { cookie }),
			send('POST', '', { code: 'ABC234', name: 'x', board: 'complaints' }, { cookie }),
			fetch(`${dashboard.url}/api/boards/mine`, { method: 'PUT', headers: { cookie }, body: '{"tiles":[]}' }),
			fetch(`${dashboard.url}/api/standards`, { method: 'PUT', headers: { cookie }, body: '{}' }),
			fetch(`${dashboard.url}/api/simulation`, { method: 'DELETE', headers: { cookie } })
		]);
		expect(changes.map(({ status }) => status)).toEqual(Array(5).fill(403));
		expect((await fetch(`${dashboard.url}/api/boards/complaints`, { headers: { cookie } })).status).toBe(200);
	});

	test('a board that a screen shows is not deleted', async () => {
		const boards = `${dashboard.url}/api/boards/mine`;
		const headers = { 'content-type': 'application/json' };
		await fetch(boards, { method: 'PUT', headers, body: '{"name":"Mine","tiles":[]}' });
		const { id } = await pair('Lobby', 'mine');
		const refused = await fetch(boards, { method: 'DELETE' });
		expect([refused.status, (await refused.json()).error.detail]).toEqual([
			409,
			'screens show this board: give them another one first (Lobby)'
		]);
		await send('PATCH', `/${id}`, { board: 'complaints' });
		expect((await fetch(boards, { method: 'DELETE' })).status).toBe(204);
	});

	test.each<[string, string, unknown, number, string]>([
		['POST', '', { code: 'ABC23', name: 'x', board: 'complaints' }, 400, 'code'],
		['POST', '', { code: 'ABC234', name: ' ', board: 'complaints' }, 400, 'name'],
		['POST', '', { code: 'ABC234', name: 'x', board: 'none' }, 404, 'board'],
		['PATCH', '/none', { name: 'x' }, 404, 'screen'],
		['PATCH', '/none', { board: 'none' }, 404, 'board'],
		['PATCH', '/none', { name: '' }, 400, 'name'],
		['DELETE', '/none', {}, 404, 'screen']
	])('%s %s of %j is refused', async (method, path, body, status, field) => {
		const refused = await send(method, path, body);
		expect([refused.status, (await refused.json()).error.path]).toEqual([status, field]);
	});

	test('whoever guesses codes is slowed down, and who shows one is not', async () => {
		const asked = await api('/codes', { method: 'POST' });
		const { code } = await asked.json();
		const poll = (cookie: string) => api(`/codes/${code}`, { headers: { cookie } });
		const guess = () => send('POST', '', { code: 'ABC234', name: 'x', board: 'complaints' });
		for (let n = 0; n < 12; n++) {
			await poll('');
			await guess();
		}
		const [polled, guessed] = [await poll(''), await guess()];
		expect([polled.status, guessed.status]).toEqual([429, 429]);
		expect(Number(guessed.headers.get('retry-after'))).toBeGreaterThan(500);
		expect(await (await poll(cookiesOf(asked))).json()).toMatchObject({ state: 'waiting' });
	});
});
