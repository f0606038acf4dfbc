import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { addDays, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { openHouse, openPage } from '../support/house.ts';
import { organisation } from '../support/organisation.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

/** Some weeks ago: most of it is ripe, and some is not. */
const WEEK = addDays(mondayOf(new Date().toISOString().slice(0, 10)), -14);

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	await house.send(
		organisation({ seed: 11, from: `${addDays(WEEK, -7)}T00:00:00Z`, days: 14, aDay: 25 }).filter(
			({ time }) => Date.parse(time) < Date.now()
		)
	);
}, 400_000);
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

const Link = z.object({ href: z.string(), count: z.number(), where: z.string() });

/** Every number of the page that leads to a list, with the part of the page it stands in. */
const linksOf = async (page: Page) =>
	z.array(Link).parse(
		await page.locator('a[data-behind]').evaluateAll((links) =>
			links.map((link) => ({
				href: link.getAttribute('href'),
				count: Number(link.getAttribute('data-behind')),
				where: link.closest('[data-section]')?.getAttribute('data-section') ?? 'numbers'
			}))
		)
	);

const SECTIONS = [
	'broken',
	'recovery',
	'satisfaction',
	'perception',
	'iceberg',
	'scorecards',
	'quadrant',
	'handovers'
];

async function openReview() {
	const opened = await openPage(browser, `${house.url}/weekly?week=${isoWeekOf(WEEK)}`);
	await opened.page.locator('tr[data-kpi]').first().waitFor();
	for (const section of SECTIONS)
		await opened.page.locator(`[data-section=${section}] a[data-behind]`).first().waitFor();
	return opened;
}

const Answer = z.object({ total: z.number(), cases: z.array(z.unknown()) });
const kindOf = ({ href, where }: z.infer<typeof Link>) => {
	const params = new URL(href, house.url).searchParams;
	return [where, params.get('list'), params.get('figure'), params.has('group'), params.has('metric')].join(
		' '
	);
};

describe('a number of the weekly review', () => {
	test('leads to as many rows as it says, each kind of number that there is', async () => {
		const { page, troubles, close } = await openReview();
		const links = await linksOf(page);
		const kinds = new Map(links.map((link) => [kindOf(link), link]));
		expect([...new Set(links.map(({ where }) => where))].sort()).toEqual([...SECTIONS, 'numbers'].sort());
		const found: unknown[] = [];
		for (const { href } of kinds.values()) {
			const { total, cases } = Answer.parse(
				await (await fetch(`${house.url}/api${href}&limit=10000`)).json()
			);
			found.push([href, total, cases.length]);
		}
		expect(found).toEqual([...kinds.values()].map(({ href, count }) => [href, count, count]));
		expect(kinds.size).toBeGreaterThan(40);
		expect(troubles).toEqual([]);
		await close();
	}, 400_000);

	test('that is no KPI says all the same how it is counted, what is left out and what others make of it', async () => {
		const { page, troubles, close } = await openReview();
		for (const section of ['iceberg', 'handovers']) {
			const explained = page.locator(`[data-section=${section}] details`);
			await explained.locator('summary').click();
			const told = await explained.locator('dd').allInnerTexts();
			expect(told.map((text) => text.trim() !== '')).toEqual([true, true, true]);
		}
		expect(troubles).toEqual([]);
		await close();
	}, 120_000);

	test.each(['numbers', ...SECTIONS])(
		'in %s is clicked, and the list says the same number',
		async (section) => {
			const { page, troubles, close } = await openReview();
			const within =
				section === 'numbers' ? page.locator('tr[data-kpi]') : page.locator(`[data-section=${section}]`);
			const link = within.locator('a[data-behind]').last();
			const count = Number(await link.getAttribute('data-behind'));
			await link.click();
			const total = page.locator('[data-total]');
			await total.waitFor();
			expect(Number((await total.locator('b').innerText()).replaceAll(/\D/g, ''))).toBe(count);
			expect(await page.locator('tbody tr').count()).toBe(Math.min(count, 50));
			expect(troubles).toEqual([]);
			await close();
		},
		120_000
	);
});

describe('a list', () => {
	const address = () =>
		`/cases?list=cases_opened&figure=denominator&from=${WEEK}T00:00:00Z&to=${addDays(WEEK, 7)}T00:00:00Z`;

	test('is turned page by page, each row once, and leads to its cases', async () => {
		const { page, close } = await openPage(browser, house.url + address());
		const rows = page.locator('tbody tr .case a');
		const seen: string[] = [];
		for (;;) {
			await rows.first().waitFor();
			seen.push(...(await rows.allInnerTexts()));
			const next = page.getByRole('link', { name: 'Next' });
			if ((await next.count()) === 0) break;
			const [before] = seen.slice(-50);
			await next.click();
			await expect.poll(() => rows.first().innerText()).not.toBe(before);
		}
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen).toHaveLength(Number(await page.locator('[data-total]').getAttribute('data-total')));
		const [last] = (await rows.allInnerTexts()).slice(-1);
		await rows.last().click();
		await page.getByRole('heading', { level: 1, name: last ?? '' }).waitFor();
		await close();
	}, 120_000);

	test('is given whole as CSV', async () => {
		const answer = await fetch(`${house.url}/api${address()}`, { headers: { accept: 'text/csv' } });
		const lines = (await answer.text()).trim().split('\r\n');
		const { total } = Answer.parse(await (await fetch(`${house.url}/api${address()}`)).json());
		expect(lines[0]).toBe(
			'case_id,basis_at,team,agent,channel,tier,topic,kept,seconds,score,metric,reason,from_team'
		);
		expect(lines.length - 1).toBe(total);
	});

	test.each([
		['list=staff_satisfaction', 'list: answers of staff are never listed'],
		['list=happiness', 'list: expected one of first_response'],
		['list=satisfaction&figure=smiles', 'figure: expected one of all'],
		['list=satisfaction&reason=late', 'reason: unknown parameter'],
		['list=satisfaction&as_of=2199-01-01T00:00:00Z', 'as_of: expected a time that has come']
	])('that there is not (%s) is refused, saying what is wrong', async (query, words) => {
		const answer = await fetch(`${house.url}/cases?${query}`);
		expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)]);
		expect((await fetch(`${house.url}/api/cases?${query}`)).status).toBe(400);
	});
});
