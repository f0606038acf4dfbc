import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import { createProducer, type Producer } from '../../ingest/client/client.ts';
import { KEY } from '../ingest/support.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { drained } from '../support/drained.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;
/** Stays connected, as a source does: one that is gone greys what it feeds. */
let producer: Producer;

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

async function send(events: CloudEvent[]) {
	for (const one of events) await producer.send(one);
	await producer.drain();
	await drained(house.ingestUrl);
}

/** A call to the hotline, so many seconds ago, answered after so many; never, without. */
const call = (id: string, opened: number, waited?: number, team = 'Hotline') => [
	event('case.opened', id, ago(opened), { team, channel: 'phone', tier: 'gold' }),
	...(waited === undefined ? [] : [event('case.responded', id, ago(opened - waited))])
];

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	producer = createProducer({ url: house.ingestUrl, key: KEY });
	await send([
		...Array.from({ length: 40 }, (_, index) =>
			call(`c${index}`, 100 + index, 9, `Team ${index % 3}`)
		).flat(),
		...call('late', 90, 60),
		...Array.from({ length: 6 }, (_, index) =>
			event('survey.answered', `c${index}`, ago(30 - index), { instrument: 'csat', score: 1 + (index % 5) })
		),
		event('case.opened', 'complaint', ago(60), {
			...{ team: 'Hotline', kind: 'complaint', reason: 'Late delivery', channel: 'email', tier: 'vip' }
		}),
		event('agent.state', 'x', ago(20), { team: 'Hotline', agent: 'Ann', state: 'available' }),
		event('agent.state', 'x', ago(20), { team: 'Hotline', agent: 'Bob', state: 'busy' })
	]);
});
afterAll(async () => {
	await producer.close();
	await browser.close();
	await house.close();
	await db.drop();
});

const TV = { viewport: { width: 1920, height: 1080 } };
const tile = (page: Page, id: string) => page.locator(`[data-tile=${id}]`);
const open = (path: string, options: Parameters<typeof openPage>[2] = TV) =>
	openPage(browser, path.startsWith('/') ? `${house.url}${path}` : path, options);

/** Every text that is seen: how large it is against the sheet's width, and whether it runs over its tile. */
const texts = (page: Page) =>
	page.evaluate(() => {
		const seen: { text: string; share: number; over: boolean }[] = [];
		const round = (box: DOMRect) => [box.left + 1, box.top + 1, box.right - 1, box.bottom - 1] as const;
		/** Beyond what holds it: the tile, and of it what is cut off. A line that ends in dots does so on purpose. */
		const isOver = (node: Node, element: Element) => {
			const range = document.createRange();
			range.selectNodeContents(node);
			const [left, above, right, below] = round(range.getBoundingClientRect());
			// A font's box is higher than its letters, and than the line it stands in.
			const air = 0.15 * parseFloat(getComputedStyle(element).fontSize);
			const [top, bottom] = [above + air, below - air];
			for (let one: Element | null = element; one && !one.matches('.sheet'); one = one.parentElement) {
				const style = getComputedStyle(one);
				if (style.textOverflow === 'ellipsis') return false;
				if (style.overflowX === 'visible' && !one.matches('article')) continue;
				const box = one.getBoundingClientRect();
				if (left < box.left || right > box.right || top < box.top || bottom > box.bottom) return true;
			}
			return false;
		};
		const walker = document.createTreeWalker(
			document.querySelector('.sheet') ?? document.body,
			NodeFilter.SHOW_TEXT
		);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const element = node.parentElement;
			const text = node.textContent?.trim() ?? '';
			if (!text || !element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
			if (element.closest('.tools, .heard')) continue;
			const share = parseFloat(getComputedStyle(element).fontSize) / innerWidth;
			seen.push({ text, share, over: isOver(node, element) });
		}
		return seen;
	});

describe.each(['contact-centre', 'complaints', 'organisation'])('the board %s', (board) => {
	test.each(['en-GB', 'zh-CN'])(
		'is one sheet without scrolling, readable from three metres, no text over its tile (%s)',
		async (locale) => {
			const { page, close } = await open(`/wall/${board}`, { ...TV, locale });
			await page.locator('article').first().waitFor();
			for (const [width, height] of [
				[1280, 720],
				[1920, 1080],
				[3840, 2160]
			] as const) {
				await page.setViewportSize({ width, height });
				// Lists count their lines anew.
				await page.evaluate(
					() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
				);
				const over = await page.evaluate(() => [
					document.documentElement.scrollWidth - innerWidth,
					document.documentElement.scrollHeight - innerHeight
				]);
				expect(over).toEqual([0, 0]);
				const seen = await texts(page);
				expect(seen.filter(({ share }) => share < 0.012)).toEqual([]);
				expect(Math.max(...seen.map(({ share }) => share))).toBeGreaterThanOrEqual(0.06);
				expect(
					seen.filter((one) => one.over),
					`${width} × ${height}`
				).toEqual([]);
			}
			await close();
		}
	);
});

for (const locale of ['en-GB', 'zh-CN'])
	for (const theme of ['dark', 'light'])
		test(`axe finds nothing on a wall (${locale}, ${theme})`, async () => {
			const { page, close } = await open(`/wall/contact-centre?theme=${theme}`, { ...TV, locale });
			await tile(page, 'service-level').locator('.figure').first().waitFor();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
				[]
			);
			await close();
		});

test('shows what the KPI API says at the same watermark', async () => {
	const { page, troubles, close } = await open('/wall/contact-centre');
	const today = new Date().toISOString().slice(0, 10);
	const scope = `from=${today}T00:00:00Z&to=${today}T23:59:59.999Z`;
	const api = async (kpi: string, more = '') =>
		(await (await fetch(`${house.url}/api/kpi/${kpi}?${scope}${more}`)).json()).rows;
	const shown = async (id: string) =>
		((await tile(page, id).locator('.value').first().textContent()) ?? '').trim();
	const [level] = await api('service_level');
	await expect.poll(() => shown('service-level')).toContain((level.value * 100).toFixed(1));
	const [kept] = await api('promises_kept');
	expect(await shown('broken')).toBe(String(kept.denominator - kept.numerator));
	const teams = await api('service_level', '&by=team');
	expect(await tile(page, 'teams').locator('li:not(.probe)').count()).toBe(teams.length);
	expect(troubles).toEqual([]);
	await close();
});

test('a number changes with what comes in, without a reload; what just broke is shown as new', async () => {
	const { page, close } = await open('/wall/contact-centre');
	const waiting = tile(page, 'waiting').locator('.value');
	await expect.poll(() => waiting.textContent()).toMatch(/^\s*1\s*$/);
	await page.evaluate(() => Object.assign(window, { untouched: true }));
	// Promised in fifteen seconds, and not answered.
	await send(call('now', 40));
	await expect.poll(() => waiting.textContent()).toMatch(/^\s*2\s*$/);
	await page.locator('[data-kind=queue].alarm').waitFor();
	expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
	await close();
});

test('leads from a broken promise to who acts; what was done meanwhile leaves the queue, what was not stays as acted upon', async () => {
	const { page, close } = await open('/wall/contact-centre');
	const counts = async () => (await (await fetch(`${house.url}/api/actions`)).json()).counts;
	const act = async () => {
		await tile(page, 'queue').locator('button.broken').first().click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Your name').fill('Mei');
		await dialog.getByLabel('Note').fill('calling back');
		await dialog.getByRole('button', { name: 'I act on this' }).click();
		await dialog.waitFor({ state: 'detached' });
	};
	expect(await counts()).toMatchObject({ broken: 2, acted: 0 });
	// Broken first, and answered too late.
	await act();
	await expect.poll(counts).toMatchObject({ broken: 1, acted: 0 });
	await expect.poll(() => tile(page, 'queue').locator('button.broken').count()).toBe(1);
	await act();
	await expect.poll(counts).toMatchObject({ broken: 0, acted: 1 });
	await tile(page, 'queue').getByText('Mei acts').waitFor();
	await close();
});

test('who acts before a promise breaks is shown, and whoever acts may note more', async () => {
	await send([event('case.opened', 'soon', ago(86_400 - 1800), { team: 'Hotline', channel: 'email' })]);
	const { page, close } = await open('/wall/contact-centre');
	const queue = tile(page, 'queue');
	const say = async (row: string, fields: Record<string, string>, button: string) => {
		await queue.locator(row).first().click();
		const dialog = page.getByRole('dialog');
		for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label).fill(text);
		await dialog.getByRole('button', { name: button }).click();
		await dialog.waitFor({ state: 'detached' });
	};
	await say('button.at_risk', { 'Your name': 'Eve' }, 'I act on this');
	await queue.getByText('Eve acts').waitFor();
	await say('button.acted:has-text("Eve")', { 'Your name': 'Bob', Note: 'sent a van' }, 'Add this note');
	const row = async () =>
		(await (await fetch(`${house.url}/api/actions`)).json()).rows.find(
			({ case_id }: { case_id: string }) => case_id === 'soon'
		);
	await expect.poll(row).toMatchObject({
		state: 'acted',
		breach_at: null,
		acknowledged_by: 'Eve',
		note: 'sent a van',
		noted_by: 'Bob'
	});
	await close();
});

test('lists complaints with what is left of their day, answers and agents', async () => {
	const { page, close } = await open('/wall/complaints');
	await tile(page, 'recovery').getByText('Late delivery').waitFor();
	expect(await tile(page, 'recovery').textContent()).toMatch(/23\sh\s5\d\smin left/);
	await tile(page, 'answers').getByText('5 of 5').first().waitFor();
	await page.goto(`${house.url}/wall/contact-centre`);
	await expect.poll(() => tile(page, 'staff').textContent()).toMatch(/1\s*available\s*1\s*busy\s*0\s*away/);
	await close();
});

test('beside the course of the day stands what happened on it', async () => {
	const day = (seconds: number) => ago(seconds).slice(0, 10);
	const said = await fetch(`${house.url}/api/annotations`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			...{ kind: 'event', first_day: day(86_400), last_day: day(-86_400) },
			...{ text: 'Prices went up', by: 'Mei' }
		})
	});
	expect(said.status).toBe(201);
	// A tile whose source is silent says that there instead.
	await send(call('heard', 5, 2));
	const { page, troubles, close } = await open('/wall/contact-centre');
	await tile(page, 'day').getByText('Prices went up').waitFor();
	expect(await tile(page, 'day').locator('footer').innerText()).toMatch(/⚑\sPrices went up/);
	expect(troubles).toEqual([]);
	await close();
});

const untouched = (page: Page) => page.evaluate(() => Object.assign(window, { untouched: true }));
const isUntouched = (page: Page) => page.evaluate(() => 'untouched' in window);

/** Saves a board of one tile for each kind. */
async function put(id: string, ...kinds: string[]) {
	const tiles = kinds.map((kind, index) => ({ id: kind, kind, x: index * 4, y: 0, w: 4, h: 3 }));
	const saved = await fetch(`${house.url}/api/boards/${id}`, {
		...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
		body: JSON.stringify({ name: `Board ${id}`, tiles })
	});
	expect(saved.status).toBeLessThan(300);
}
const remove = (id: string) => fetch(`${house.url}/api/boards/${id}`, { method: 'DELETE' });

test('turns from board to board', async () => {
	const { page, close } = await open('/wall/complaints?rotate=complaints,organisation&every=5');
	await untouched(page);
	await page.waitForURL(/\/wall\/organisation\?rotate/);
	await page.getByRole('heading', { level: 1, name: 'Whole organisation' }).waitFor();
	await page.waitForURL(/\/wall\/complaints\?rotate/);
	expect(await isUntouched(page)).toBe(true);
	await close();
});

test('a promise that breaks brings the board that lists it, and it stays there', async () => {
	await put('calm', 'waiting');
	const { page, close } = await open('/wall/calm?rotate=calm,staff-only,complaints&every=3600');
	await untouched(page);
	await expect.poll(() => tile(page, 'waiting').locator('.value').textContent()).toMatch(/\d/);
	// Promised in fifteen seconds, and not answered.
	await send(call('interrupts', 40));
	await page.waitForURL(/\/wall\/complaints\?rotate/);
	await tile(page, 'queue').locator('button.broken').first().waitFor();
	expect(await isUntouched(page)).toBe(true);
	await close();
	await remove('calm');
});

test('passes over a board that was deleted, and shows it again once it is back', async () => {
	await put('fleeting', 'waiting');
	const { page, close } = await open('/wall/complaints?rotate=complaints,fleeting,organisation&every=5');
	await untouched(page);
	await page.waitForURL(/\/wall\/fleeting\?/);
	await remove('fleeting');
	await page.waitForURL(/\/wall\/organisation\?/);
	await page.waitForURL(/\/wall\/complaints\?/);
	await page.waitForURL(/\/wall\/organisation\?/);
	await put('fleeting', 'waiting');
	await page.waitForURL(/\/wall\/fleeting\?/);
	expect(await isUntouched(page)).toBe(true);
	await close();
	await remove('fleeting');
});

test('a board that is changed, deleted and put back shows so by itself', async () => {
	await put('changing', 'waiting');
	const { page, troubles, close } = await open('/wall/changing?theme=light');
	await untouched(page);
	await tile(page, 'waiting').waitFor();
	await put('changing', 'waiting', 'broken');
	await tile(page, 'broken').locator('.value, .none').first().waitFor();
	await remove('changing');
	await page.getByText('The board Board changing was deleted').waitFor();
	await put('changing', 'staff');
	await tile(page, 'staff').waitFor();
	expect(await tile(page, 'waiting').count()).toBe(0);
	expect(await isUntouched(page)).toBe(true);
	expect(new URL(page.url()).search).toBe('?theme=light');
	expect(troubles).toEqual([]);
	await close();
	await remove('changing');
});

test('a wall that waits for a board shows it once it is there', async () => {
	const { page, close } = await open('/wall/to-come');
	await page.getByText('404').waitFor();
	await put('to-come', 'waiting');
	await tile(page, 'waiting').waitFor({ timeout: 30_000 });
	await close();
	await remove('to-come');
});

test('speaks the language its address says, whatever the browser prefers', async () => {
	const { page, close } = await open('/wall/complaints?lang=zh-CN&theme=light', { ...TV, locale: 'en-GB' });
	expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
	await page.getByRole('heading', { level: 1, name: '投诉' }).waitFor();
	await expect.poll(() => page.locator('.state').textContent()).toMatch(/实时|无数据/);
	await page.mouse.move(100, 100);
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('heading', { level: 1, name: 'Complaints' }).waitFor();
	expect(new URL(page.url()).searchParams.get('lang')).toBe('en');
	await close();
	expect((await fetch(`${house.url}/wall/complaints?lang=de`)).status).toBe(400);
});

test('is loaded anew once when the server has other pages, and understands what it says or not', async () => {
	const { page, close } = await open('about:blank');
	let loads = 0;
	page.on('request', (request) => void (request.isNavigationRequest() && loads++));
	await page.routeWebSocket(/\/live$/, (socket) => {
		const server = socket.connectToServer();
		socket.onMessage((message) => server.send(message));
		// A pulse of another shape, and another version of the pages.
		server.onMessage(() => socket.send(JSON.stringify({ build: 'of tomorrow', pulse: { beats: 1 } })));
	});
	await page.goto(`${house.url}/wall/complaints`);
	await expect.poll(() => loads).toBe(2);
	await page.locator('article').first().waitFor();
	// It hears on, and is not lost.
	await page.waitForTimeout(6_000);
	expect(loads).toBe(2);
	expect(await page.getByText('Connection lost').count()).toBe(0);
	await close();
});

test('says which board there is not, and what in the address is wrong', async () => {
	const status = async (path: string) => (await fetch(house.url + path)).status;
	expect(await status('/wall/none')).toBe(404);
	expect(await status('/wall/complaints?theme=blue')).toBe(400);
	const { page, close } = await open('/wall/complaints?every=1');
	await page.getByText('every: expected whole seconds').waitFor();
	await close();
});

test.each([
	['an hour fast', 3_600_000],
	['a minute slow', -60_000]
])('what just broke is new, and then not any more, on a screen whose clock is %s', async (_, skew) => {
	const { page, close } = await openPage(browser, 'about:blank', TV);
	await page.addInitScript((ms) => {
		const now = Date.now;
		Date.now = () => now() + ms;
	}, skew);
	await page.goto(`${house.url}/wall/contact-centre`);
	await tile(page, 'service-level').locator('.figure').first().waitFor();
	await send(call(`skew${skew}`, 40));
	await page.locator('[data-kind=queue].alarm').waitFor();
	await page.locator('[data-kind=queue]:not(.alarm)').waitFor();
	await close();
});

test('a source that is gone greys what it feeds, says which and since when, and keeps the numbers', async () => {
	const { page, close } = await open('/wall/contact-centre');
	const value = tile(page, 'service-level').locator('.value');
	await value.locator('.figure').waitFor();
	const before = await value.textContent();
	const other = createProducer({ url: house.ingestUrl, key: KEY });
	await other.send({
		...event('case.opened', 'crm-1', ago(1), { team: 'Mail', channel: 'email' }),
		source: 'crm'
	});
	await other.close();
	await page
		.getByText(/crm has been silent since \d\d:\d\d:\d\d/)
		.first()
		.waitFor();
	expect(await tile(page, 'service-level').getAttribute('class')).toContain('stale');
	expect((await value.textContent())?.replace(/\s/g, '')).toMatch(/^\d/);
	expect(before).not.toBe('');
	await close();
});
