import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ListedReview, PublishedReview } from '#schema/published-review.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { ALL_REVIEWED } from '../../src/lib/weekly/reviewed.ts';
import { addDays, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

const RUNNING = mondayOf(new Date().toISOString().slice(0, 10));
const MONDAY = addDays(RUNNING, -14);
const WEEK = isoWeekOf(MONDAY);

/** All of a review is asked once more to be compared: a busy machine takes a while. */
const COMPARED_MS = 240_000;
const LONG = 300_000;

const answers = (name: string, scores: number[]) =>
	scores.map((score, at) =>
		event('survey.answered', `${name}-${at}`, `${addDays(MONDAY, 1)}T09:00:00`, {
			...{ instrument: 'csat', score, team: 'East', channel: 'phone' }
		})
	);

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

const api = (path: string, init?: RequestInit) => fetch(`${house.url}/api/reviews${path}`, init);
const post = (body: unknown) =>
	api('', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const list = async (query = '') =>
	z.object({ reviews: z.array(ListedReview) }).parse(await (await api(query)).json()).reviews;

async function publish(by: string) {
	const answer = await post({ week: WEEK, by });
	expect(answer.status).toBe(201);
	return PublishedReview.parse(await answer.json());
}

/** What is read there with the eyes; who hears it is also told where a number leads, which of a kept one is nowhere. */
const seenIn = (place: Locator) =>
	place.evaluate((element) => {
		const copy = element.cloneNode(true) as HTMLElement;
		for (const heard of copy.querySelectorAll('.heard')) heard.remove();
		return copy.textContent.replace(/\s+/g, ' ').trim();
	});

describe('published reviews', () => {
	test('the list teaches when there is none', async () => {
		const { page, troubles, close } = await openPage(browser, `${house.url}/weekly/published`);
		await page.getByRole('heading', { name: 'No review is published yet' }).waitFor();
		expect(await list()).toEqual([]);
		expect(troubles).toEqual([]);
		await close();
	});

	test('a review is published by a button, under a link that shows it as it was', async () => {
		const after = `${addDays(MONDAY, 7)}T00:00:00`;
		await house.send([
			...answers('first', [5, 5, 4, 5, 2, 1]),
			event('agent.state', 'after', after, { agent: 'Ann', state: 'away' })
		]);
		const { page, troubles, close } = await openPage(browser, `${house.url}/weekly?week=${WEEK}`);
		const shown = page.locator('tr[data-kpi="satisfaction"] td.now');
		await shown.waitFor();
		const said = await seenIn(shown);
		await page.getByRole('button', { name: 'Publish' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Your name').fill('Ann');
		await dialog.getByRole('button', { name: 'Publish' }).click();
		await page.waitForURL('**/weekly/published/*', { timeout: 60_000 });
		await page.getByText(/^As published on .* by Ann$/).waitFor();
		expect(await seenIn(shown)).toBe(said);
		expect(await page.locator('tr[data-kpi]').count()).toBe(ALL_REVIEWED.length);
		await page.getByText('Nothing in it has changed since').waitFor();
		expect(await page.locator('[data-restated]').count()).toBe(0);
		// What was decided and noted is read, not changed.
		expect(await page.getByRole('button', { name: /Add a note|Note an event/ }).count()).toBe(0);
		expect(troubles).toEqual([]);
		await close();
	});

	test(
		'late events leave it as it was, and mark what they changed with old, new and why',
		async () => {
			await house.send(answers('late', [1, 2]));
			const [review] = await list();
			const { page, troubles, close } = await openPage(browser, `${house.url}${review?.href}`);
			const now = page.locator('tr[data-kpi="satisfaction"] td.now');
			await now.locator('[data-restated]').waitFor({ timeout: COMPARED_MS });
			expect(await now.innerText()).toMatch(/66\.7\s%[^]*†\d+[^]*n 6[^]*now 50\.0\s% \(n 8\)/);
			const note = page.locator('#restated li[data-kpi="satisfaction"]').first();
			expect(await note.innerText()).toMatch(/66\.7\s% \(n 6\) → 50\.0\s% \(n 8\)[^]*Late events: 2; found/);
			await now.locator('[data-restated]').click();
			expect(new URL(page.url()).hash).toBe(`#${await note.getAttribute('id')}`);
			expect(await page.locator('tr[data-kpi="cases_opened"] [data-restated]').count()).toBe(0);
			// The same figure is marked in its trend and in its section.
			expect(await page.locator('#trend-satisfaction [data-restated]').count()).toBe(2);
			expect(await page.locator('[data-section="satisfaction"] [data-restated]').count()).toBeGreaterThan(0);
			// So are the sections that read differently, each with what it said and says.
			await page.locator('[data-section="satisfaction"] h2 [data-changed]').click();
			const section = page.locator('#restated [data-section-note="satisfaction"]');
			expect(new URL(page.url()).hash).toBe(`#${await section.getAttribute('id')}`);
			expect((await section.innerText()).replace(/\s+/g, ' ')).toMatch(/3\.67 → 3\.1[23]/);
			expect(await page.locator('[data-changed="handovers"]').count()).toBe(0);
			await page.emulateMedia({ media: 'print' });
			expect(await note.isVisible()).toBe(true);
			expect(await section.isVisible()).toBe(true);
			expect(troubles).toEqual([]);
			await close();
		},
		LONG
	);

	test(
		'it is printed and saved as it was published, also in Chinese',
		async () => {
			const [review] = await list();
			const { page, troubles, close } = await openPage(browser, `${house.url}${review?.href}`, {
				...{ locale: 'zh-CN', acceptDownloads: true }
			});
			await page.locator('#restated').waitFor({ timeout: COMPARED_MS });
			const [paper] = await Promise.all([
				page.waitForEvent('download', { timeout: 90_000 }),
				page.getByRole('link', { name: 'PDF' }).click()
			]);
			expect(paper.suggestedFilename()).toMatch(
				new RegExp(`^touchstone-${WEEK}-published-\\d{4}-\\d\\d-\\d\\d-zh-CN\\.pdf$`)
			);
			expect(
				readFileSync(await paper.path())
					.subarray(0, 5)
					.toString()
			).toBe('%PDF-');
			const menu = page.locator('[data-section="satisfaction"] .export');
			await menu.locator('summary').click();
			const [file] = await Promise.all([
				page.waitForEvent('download', { timeout: 90_000 }),
				menu.locator('a[href*="table=satisfaction"][href*="csv"]').click()
			]);
			expect(file.suggestedFilename()).toMatch(/-published-.*-satisfaction\.csv$/);
			const said = await (
				await fetch(`${house.url}${review?.href}/export?table=satisfaction&format=csv&header=names`)
			).text();
			expect(said).toMatch(/,6,4,6,/);
			expect(troubles).toEqual([]);
			await close();
		},
		LONG
	);

	test.each([
		['/none/export?format=xlsx', 404],
		['/none/pdf', 404]
	])('%s of no review answers %i', async (path, status) =>
		expect((await fetch(`${house.url}/weekly/published${path}`)).status).toBe(status)
	);

	test.each([
		['export?format=xlsx&week=2026-W02', 'week'],
		['export?format=csv', 'table'],
		['pdf?lang=fr', 'lang'],
		['pdf?week=2026-W02', 'week']
	])('%s is refused, naming %s', async (path, field) => {
		const [review] = await list();
		const refused = await fetch(`${house.url}${review?.href}/${path}`);
		expect([refused.status, await refused.json()]).toMatchObject([400, { error: { path: field } }]);
	});

	test('publishing again is a further one, and each leads to the other', async () => {
		const second = await publish('Ben');
		const [latest, first] = await list(`?week=${WEEK}`);
		expect([latest?.id, latest?.by, first?.by]).toEqual([second.id, 'Ben', 'Ann']);
		const { page, close } = await openPage(browser, `${house.url}${first?.href}`);
		await page.getByText('Published again later:').waitFor();
		await page.getByRole('link', { name: /by Ben$/ }).click();
		await page.getByText(/^As published on .* by Ben$/).waitFor();
		expect(await page.locator('tr[data-kpi="satisfaction"] td.now').innerText()).toMatch(/50\.0\s%/);
		await page.getByRole('link', { name: 'The review as it is now' }).click();
		await page.getByRole('link', { name: /by Ben$/ }).waitFor();
		await page.getByRole('link', { name: 'Published reviews' }).click();
		await expect.poll(() => page.locator('tr[data-review]').count()).toBe(2);
		await close();
	});

	test('the API gives the body as it was kept', async () => {
		const first = (await list()).at(-1);
		const answer: unknown = await (await api(`/${first?.id}`)).json();
		expect(answer).toMatchObject({
			review: { week: WEEK, by: 'Ann', teams: [] },
			body: { format: 1, weeks: { week: { name: WEEK } }, question: { week: MONDAY } }
		});
		const csv = await (await api('', { headers: { accept: 'text/csv' } })).text();
		expect(csv.split('\r\n')[0]).toBe(
			'id,week,teams,channels,published_at,by,saved_by,simulated,sha256,href,restated'
		);
	});

	test.each([
		[{ week: '2026-W54', by: 'Ann' }, 'week', /ISO week/],
		[{ week: isoWeekOf(RUNNING), by: 'Ann' }, 'week', /still running/],
		[{ week: isoWeekOf(addDays(RUNNING, 7)), by: 'Ann' }, 'week', /has not begun/],
		[{ week: WEEK }, 'by', /who publishes it/],
		[{ week: WEEK, by: 'Ann', channel: ['fax'] }, 'channel.0', /phone, chat/],
		[{ week: WEEK, by: 'Ann', teams: ['East'] }, 'teams', /./],
		[{ week: WEEK, by: 'Ann', team: ['Nobody'] }, 'week', /there is nothing/]
	])('%j is refused, naming the field', async (given, path, detail) => {
		const refused = await post(given);
		const { error } = z
			.object({ error: z.object({ path: z.string(), detail: z.string() }) })
			.parse(await refused.json());
		expect([refused.status, error.path, error.detail]).toEqual([400, path, expect.stringMatching(detail)]);
		expect(await list()).toHaveLength(2);
	});

	test('a link to none says so', async () => {
		expect((await fetch(`${house.url}/weekly/published/none`)).status).toBe(404);
		expect((await api('/none')).status).toBe(404);
	});

	for (const [locale, colorScheme, width] of [
		['en-GB', 'light', 1440],
		['zh-CN', 'dark', 375]
	] as const)
		test(
			`axe finds nothing, and it fits (${locale}, ${colorScheme}, ${width} px)`,
			async () => {
				const first = (await list()).at(-1);
				for (const path of [first?.href, '/weekly/published']) {
					const { page, close } = await openPage(browser, `${house.url}${path}`, {
						...{ locale, colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } }
					});
					await page
						.locator(path === first?.href ? '[data-restated]' : 'tr[data-review]')
						.first()
						.waitFor({ timeout: COMPARED_MS });
					const { violations } = await new AxeBuilder({ page }).analyze();
					expect(
						violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])
					).toEqual([]);
					const over = await page.evaluate(() => document.documentElement.scrollWidth);
					expect(over).toBeLessThanOrEqual(width);
					await close();
				}
			},
			LONG
		);
});
