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
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	await house.send(
		organisation({ seed: 11, from: `${addDays(WEEK, -7)}T00:00:00Z`, days: 28, aDay: 25 }).filter(
			({ time }) => Date.parse(time) < Date.now()
		)
	);
	// All of it is settled before a page is waited for.
	await fetch(`${house.url}/weekly?week=${isoWeekOf(WEEK)}`).then((page) => page.text());
}, 400_000);
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

/** `shown`: the digits that are read there with the eyes; of a strip there are none. */
const Link = z.object({ href: z.string(), count: z.number(), where: z.string(), shown: z.string() });

/** Every number of the page that leads to a list, with the part of the page it stands in. */
const linksOf = async (page: Page) =>
	z.array(Link).parse(
		await page.locator('a[data-behind]').evaluateAll((links) =>
			links.map((link) => {
				const seen = link.cloneNode(true);
				if (seen instanceof Element) for (const heard of seen.querySelectorAll('.heard')) heard.remove();
				return {
					href: link.getAttribute('href'),
					count: Number(link.getAttribute('data-behind')),
					where: link.closest('[data-section]')?.getAttribute('data-section') ?? 'numbers',
					shown: (seen.textContent ?? '').replace(/\D/g, '')
				};
			})
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

/** The review with all of its parts. */
async function openReview(query = `week=${isoWeekOf(WEEK)}`) {
	const opened = await openPage(browser, `${house.url}/weekly?${query}`);
	await opened.page
		.locator('[data-review]:not([data-review=waiting])')
		.waitFor({ state: 'attached', timeout: 120_000 });
	return opened;
}

const Answer = z.object({ total: z.number(), cases: z.array(z.unknown()) });
const kindOf = ({ href, where }: z.infer<typeof Link>) => {
	const params = new URL(href, house.url).searchParams;
	return [where, params.get('list'), params.get('figure'), params.has('group'), params.has('metric')].join(
		' '
	);
};

/** So many lists are asked at a time. */
const LANES = 4;

/** How many rows there are behind each link of a page, each address asked once. */
async function totalsOf(links: z.infer<typeof Link>[]) {
	const hrefs = [...new Set(links.map(({ href }) => href))];
	const totals = new Map<string, number>();
	const left = hrefs.values();
	const lane = async () => {
		for (const href of left) {
			const { total } = Answer.parse(await (await fetch(`${house.url}/api${href}&limit=1`)).json());
			totals.set(href, total);
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));
	return totals;
}

describe('a number of the weekly review', () => {
	test.each([
		{ of: 'the week', query: `week=${isoWeekOf(WEEK)}`, sections: SECTIONS, kinds: 40 },
		{
			of: 'a team and a channel',
			query: `week=${isoWeekOf(WEEK)}&team=North&channel=phone`,
			sections: ['broken', 'recovery', 'scorecards'],
			kinds: 20
		},
		{ of: 'the running week', query: `week=${isoWeekOf(addDays(WEEK, 14))}`, sections: [], kinds: 8 }
	])(
		'leads to as many rows as it says: every link of $of',
		async ({ query, sections, kinds }) => {
			const { page, troubles, close } = await openReview(query);
			const links = await linksOf(page);
			await close();
			const where = new Set(links.map((link) => link.where));
			expect([...where]).toEqual(expect.arrayContaining(['numbers', ...sections]));
			expect(new Set(links.map(kindOf)).size).toBeGreaterThanOrEqual(kinds);
			const totals = await totalsOf(links);
			const wrong = links.filter(
				({ href, count, shown }) => totals.get(href) !== count || (shown !== '' && Number(shown) !== count)
			);
			expect(
				wrong.map(({ href, count, shown }) => ({ href, count, shown, total: totals.get(href) }))
			).toEqual([]);
			expect(troubles).toEqual([]);
		},
		400_000
	);

	test('is as many rows in full', async () => {
		const { page, close } = await openReview();
		const longest = (await linksOf(page)).toSorted((a, b) => b.count - a.count)[0];
		await close();
		const answer = await fetch(`${house.url}/api${longest?.href}&limit=10000`);
		expect(Answer.parse(await answer.json()).cases).toHaveLength(longest?.count ?? -1);
	});

	test('in every row of the headlines leads to a page that says the same number; each kind of them is clicked', async () => {
		const { page, troubles, close } = await openReview();
		const links = (await linksOf(page)).filter(
			({ where, href }) => where === 'numbers' && !href.includes('group=')
		);
		const figureOf = ({ href }: (typeof links)[number]) =>
			new URL(href, house.url).searchParams.get('figure');
		const kinds = new Map(links.map((link) => [figureOf(link), link]));
		expect(links.length).toBeGreaterThan(16);
		expect([...kinds.keys()].sort()).toEqual(['denominator', 'immature', 'n', 'numerator']);
		const total = page.locator('[data-total]');
		const found: unknown[] = [];
		for (const { href } of kinds.values()) {
			// The page is of a later moment each time it is come back to.
			await page
				.locator(`tr[data-kpi] a[href^="${href.replace(/&as_of=.*/, '')}"]`)
				.first()
				.click();
			await total.waitFor();
			found.push([href, Number(await total.getAttribute('data-total'))]);
			await page.goBack();
			await page.locator('tr[data-kpi] a[data-behind]').first().waitFor();
		}
		const others = links.filter((link) => kinds.get(figureOf(link)) !== link);
		for (const { href } of others) {
			await page.goto(house.url + href);
			await total.waitFor();
			found.push([href, Number(await total.getAttribute('data-total'))]);
		}
		expect(found).toEqual([...kinds.values(), ...others].map(({ href, count }) => [href, count]));
		expect(troubles).toEqual([]);
		await close();
	}, 400_000);

	test('that is no KPI says all the same how it is counted, what is left out and what others make of it', async () => {
		const { page, troubles, close } = await openReview();
		for (const section of ['iceberg', 'handovers']) {
			const explained = page.locator(`[data-section=${section}] details.explained`);
			await explained.locator('summary').click();
			const told = await explained.locator('dd').allInnerTexts();
			expect(told.map((text) => text.trim() !== '')).toEqual([true, true, true]);
		}
		expect(troubles).toEqual([]);
		await close();
	}, 120_000);

	test.each(SECTIONS)(
		'in %s is clicked, and the list says the same number',
		async (section) => {
			const { page, troubles, close } = await openReview();
			const link = page.locator(`[data-section=${section}] a[data-behind]:visible`).last();
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

	test('that counts ratings has a row for each, as the number of its dimension', async () => {
		const { page, close } = await openReview();
		const of = (await linksOf(page)).filter(({ href }) => href.includes('figure=dimensions.'));
		await close();
		expect(of.length).toBeGreaterThan(0);
		for (const { href, count } of of) {
			const answer = Answer.parse(await (await fetch(`${house.url}/api${href}&limit=1000`)).json());
			expect([href, answer.total, answer.cases.length]).toEqual([href, count, count]);
		}
	});

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
