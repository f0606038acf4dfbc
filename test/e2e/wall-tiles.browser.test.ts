import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { openHouse, openPage } from '../support/house.ts';
import { STATES, tellState, type State } from '../support/wall-states.ts';

// What tiles say in each state, whatever kind they are: the page is real, its server's answers are made.

const TV = { viewport: { width: 1920, height: 1080 } };
const at = (x: number, y: number, h: number) => ({ x, y, w: 3, h });
const TILES = [
	{ id: 'number', kind: 'number', kpi: 'service_level', ...at(0, 0, 3) },
	{ id: 'trend', kind: 'trend', kpi: 'service_level', ...at(3, 0, 3) },
	{ id: 'teams', kind: 'teams', kpi: 'abandonment', ...at(6, 0, 3) },
	{ id: 'waiting', kind: 'waiting', ...at(9, 0, 3) },
	{ id: 'seconds', kind: 'number', kpi: 'first_response', ...at(0, 3, 2) },
	{ id: 'broken', kind: 'broken', ...at(0, 5, 3) },
	{ id: 'recovery', kind: 'recovery', ...at(3, 3, 3) },
	{ id: 'queue', kind: 'queue', ...at(6, 3, 3) },
	{ id: 'satisfaction', kind: 'satisfaction', ...at(9, 3, 3) },
	{ id: 'ripening', kind: 'number', kpi: 'first_contact_resolution', ...at(3, 6, 2) },
	{ id: 'course', kind: 'trend', kpi: 'first_response', ...at(6, 6, 2) },
	{ id: 'staff', kind: 'staff', ...at(9, 6, 2) }
];

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;
beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	const saved = await fetch(`${house.url}/api/boards/states`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json', 'if-none-match': '*' },
		body: JSON.stringify({ id: 'states', name: 'States', tiles: TILES })
	});
	if (!saved.ok) throw new Error(await saved.text());
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

/** The board of all kinds, told of a state. */
async function wallIn(state: State, { path = '', ...options }: { path?: string; locale?: string } = {}) {
	const opened = await openPage(browser, 'about:blank', { ...TV, ...options });
	const tell = await tellState(opened.page, state);
	await opened.page.goto(`${house.url}/wall/states${path}`);
	await opened.page.locator('[data-tile=queue] footer').waitFor();
	return { ...opened, tell };
}
const tile = (page: Page, id: string) => page.locator(`[data-tile=${id}]`);
const textOf = async (page: Page, id: string) =>
	(await tile(page, id).locator('.body').innerText()).replace(/\s+/g, ' ').trim();

const FAILED = /could not be answered/;
const NOTHING = /^– no data$/;

/** What each tile says in each state. What counts from nothing on knows no "too few". */
const SAYS: Record<string, Partial<Record<State, RegExp>>> = {
	number: { value: /^93.0 %/, few: /^4 of 4/, none: NOTHING },
	seconds: { value: /^18 s/, few: /^18 s only 4/, none: NOTHING },
	ripening: {
		value: /^93.0 %/,
		few: /^4 of 4/,
		none: NOTHING,
		unripe: /^… none can be judged yet: 12 waiting, the first on \d+ \w+$/
	},
	trend: { value: /^97.0 %/, few: /^too few for an hourly line: 4 today$/, none: NOTHING },
	course: { few: /^too few for an hourly line: 4 today$/, none: NOTHING },
	teams: { value: /^Team A 97.0 % Team B/, few: /4 of 4/, none: /^no data$/ },
	waiting: { value: /^400 longest/, few: /^4 / },
	broken: { value: /^28 of 400/, none: NOTHING },
	recovery: { value: /Late delivery/, none: /No complaint/ },
	queue: { value: /First reply/, none: /Nothing to act upon/ },
	satisfaction: { value: /^93.0 %/, few: /^4 of 4/, none: /^– no data/ },
	staff: { value: /^3 available 2 busy/, none: /^– / }
};

test.each(STATES.filter((state) => state !== 'stale'))(
	'each tile says that it is in the state "%s"',
	async (state) => {
		const { page, troubles, close } = await wallIn(state);
		for (const [id, says] of Object.entries(SAYS)) {
			const expected = state === 'failed' ? FAILED : says[state];
			if (expected) await expect.poll(() => textOf(page, id), { message: id }).toMatch(expected);
			expect(await tile(page, id).getAttribute('class'), id).not.toContain('stale');
		}
		expect(troubles).toEqual([]);
		await close();
	}
);

test('what is stale keeps its numbers in one grey below a hatched rule, and says since when and why', async () => {
	const { page, tell, close } = await wallIn('value');
	await expect.poll(() => textOf(page, 'number')).toMatch(/^93.0 %/);
	const look = () =>
		tile(page, 'broken').evaluate((article) => ({
			number: getComputedStyle(article.querySelector('.value') ?? article).color,
			word: getComputedStyle(article.querySelector('.of') ?? article).color,
			hatched: getComputedStyle(article).borderImageSource
		}));
	const fresh = await look();
	expect(fresh.number).not.toBe(fresh.word);
	expect(fresh.hatched).toBe('none');
	tell('stale');
	for (const { id } of TILES) {
		await expect.poll(() => tile(page, id).getAttribute('class')).toContain('stale');
		expect(await tile(page, id).locator('footer').innerText()).toMatch(/since \d\d:\d\d:\d\d/);
	}
	expect(await textOf(page, 'number')).toMatch(/^93.0 %/);
	const stale = await look();
	expect(stale.number).toBe(stale.word);
	expect(stale.hatched).toContain('repeating-linear-gradient');
	await close();
});

for (const theme of ['dark', 'light'])
	for (const state of ['value', 'few', 'stale'] as const)
		test(`every text has a contrast of seven on a wall (${theme}, ${state})`, async () => {
			const { page, tell, close } = await wallIn('value', { path: `?theme=${theme}` });
			await expect.poll(() => textOf(page, 'number')).toMatch(/^93.0 %/);
			tell(state);
			await expect
				.poll(() => page.locator('article.stale').count())
				.toBe(state === 'stale' ? TILES.length : 0);
			if (state === 'few') await expect.poll(() => textOf(page, 'number')).toMatch(/^4 of 4/);
			const { violations, passes } = await new AxeBuilder({ page })
				.withRules(['color-contrast-enhanced'])
				.exclude('.tools')
				.analyze();
			expect(
				violations.flatMap(({ nodes }) => nodes.map(({ html, any }) => [html.slice(0, 160), any[0]?.message]))
			).toEqual([]);
			// Texts were judged, and not passed over.
			expect(passes.flatMap(({ nodes }) => nodes).length).toBeGreaterThan(40);
			await close();
		});

test('broken, at risk and acted upon have each a shape of their own', async () => {
	const { page, close } = await wallIn('value');
	const signs = tile(page, 'queue').locator('.sign');
	await expect.poll(() => signs.count()).toBe(3);
	expect(await signs.allTextContents()).toEqual(['◆', '▲', '○']);
	await close();
});

test('of abandonment the team with most stands first, and a line parts whom intervals part', async () => {
	const { page, close } = await wallIn('value');
	const rows = tile(page, 'teams').locator('li:not(.probe)');
	await expect.poll(() => rows.locator('.name').allTextContents()).toEqual(['Team A', 'Team B', 'Team C']);
	expect(await rows.evaluateAll((all) => all.map((row) => row.classList.contains('parted')))).toEqual([
		false,
		true,
		true
	]);
	await tile(page, 'teams').getByText('lines part those apart').waitFor();
	await close();
});

test('the course of a duration is drawn in its own unit, and says of which hour its last is', async () => {
	const { page, close } = await wallIn('value');
	await expect.poll(() => textOf(page, 'course')).toMatch(/ s /);
	expect(await tile(page, 'course').locator('header').innerText()).toMatch(/from \d\d:\d\d\s*18\ss/);
	await close();
});

test('says against which promise a number stands', async () => {
	const { page, close } = await wallIn('value');
	for (const id of ['number', 'seconds'])
		await tile(page, id).locator('footer').getByText('promised within 15 s').waitFor();
	expect(await tile(page, 'ripening').locator('footer').innerText()).not.toContain('promised');
	await close();
});

test('says how many promises left the queue undone, and leads to them', async () => {
	const { page, close } = await wallIn('value');
	const link = tile(page, 'queue').getByRole('link', { name: '3 older ones, nobody acts' });
	const address = new URL((await link.getAttribute('href')) ?? '', house.url);
	expect(address.searchParams.get('figure')).toBe('forgotten');
	expect((await fetch(address)).status).toBe(200);
	await close();
});

test('says where a screen cannot be kept awake or notify, and where sound waits for a touch', async () => {
	const { page, close } = await openPage(browser, 'about:blank', TV);
	await page.addInitScript(() => {
		Object.defineProperty(window, 'isSecureContext', { value: false });
		const audio = Object.assign(new EventTarget(), {
			state: 'suspended',
			async resume() {
				audio.state = 'running';
				audio.dispatchEvent(new Event('statechange'));
			}
		});
		Object.assign(window, {
			AudioContext: function () {
				return audio;
			}
		});
	});
	await page.goto(`${house.url}/wall/states?sound=1`);
	await page.getByText('Over plain HTTP this screen may fall asleep').waitFor({ state: 'attached' });
	await page.getByText('sound waits for a touch').waitFor();
	await page.mouse.click(900, 900);
	await page.getByText('sound waits for a touch').waitFor({ state: 'detached' });
	await close();
});

test('a screen whose wake lock is taken back asks for another', async () => {
	const { page, close } = await openPage(browser, 'about:blank', TV);
	await page.addInitScript(() => {
		const taken: EventTarget[] = [];
		Object.assign(window, { taken });
		Object.defineProperty(navigator, 'wakeLock', {
			value: {
				async request() {
					const lock = Object.assign(new EventTarget(), { released: false, async release() {} });
					taken.push(lock);
					return lock;
				}
			}
		});
	});
	await page.goto(`${house.url}/wall/states`);
	const taken = () => page.evaluate(() => (Reflect.get(window, 'taken') as EventTarget[]).length);
	await expect.poll(taken).toBe(1);
	await page.evaluate(() => {
		const [lock] = Reflect.get(window, 'taken') as EventTarget[];
		if (lock) Object.assign(lock, { released: true }).dispatchEvent(new Event('release'));
	});
	await expect.poll(taken, { timeout: 15_000 }).toBe(2);
	await close();
});

test('the scripts of a wall are 200 kB at most, compressed', async () => {
	const { page, close } = await openPage(browser, 'about:blank', TV);
	const sizes: Promise<number>[] = [];
	page.on('response', (answer) => {
		if (answer.url().endsWith('.js')) sizes.push(answer.body().then((body) => gzipSync(body).length));
	});
	await page.goto(`${house.url}/wall/states`);
	await page.waitForLoadState('networkidle');
	const bytes = (await Promise.all(sizes)).reduce((all, one) => all + one, 0);
	expect(sizes.length).toBeGreaterThan(5);
	expect(bytes).toBeLessThanOrEqual(200_000);
	await close();
});
