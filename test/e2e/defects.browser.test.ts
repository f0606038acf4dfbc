import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { after, event, store } from '../support/events.ts';
import { openPage } from '../support/house.ts';
import { take } from '../support/lags.ts';

const MONDAY = '2026-01-05T09:00:00';
const OF_REPLY = ['abandonment', 'dpmo', 'first_response', 'promises_kept', 'service_level', 'time_to_act'];

let browser: Browser;
let db: TestDatabase;
let empty: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let calm: Awaited<ReturnType<typeof startDashboard>>;

const from = (source: string, one: ReturnType<typeof event>) => ({ ...one, source });

/** Three weeks of cases: a desk whose replies are now and then stamped at midnight, and a system whose clock is an hour slow. */
async function fill() {
	const cases = Array.from({ length: 60 }, (_, index) => {
		const at = after(MONDAY, index * 30_000);
		const midnight = `${at.slice(0, 10)}T00:00:00`;
		return [
			from('pbx', event('case.opened', `c${index}`, at, { team: `Team ${index % 3}`, channel: 'phone' })),
			from('desk', event('case.responded', `c${index}`, index % 7 === 0 ? midnight : after(at, 9))),
			...(index % 20 === 0
				? [from('crm', event('case.resolved', `lost-${index}`, at, { team: 'Team 1' }))]
				: [])
		];
	});
	await store(db.clickhouse, cases.flat());
	const start = Date.parse(`2026-01-20T09:00:00Z`);
	await take(
		db.clickhouse,
		Array.from({ length: 40 }, (_, index) => ({
			event: from(
				'slow',
				event('case.contacted', `c${index}`, new Date(start + index * 120_000).toISOString())
			),
			received_at: start + index * 120_000 + 3_601_000
		}))
	);
}

beforeAll(async () => {
	browser = await openBrowser();
	[db, empty] = [await testDatabase(), await testDatabase()];
	await fill();
	await store(empty.clickhouse, [
		event('case.opened', 'a', MONDAY),
		event('case.responded', 'a', after(MONDAY, 9))
	]);
	dashboard = await startDashboard({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	calm = await startDashboard({ CLICKHOUSE_URL: empty.url, CLICKHOUSE_DATABASE: empty.database });
});
afterAll(async () => {
	await browser.close();
	for (const one of [dashboard, calm]) await one.stop();
	for (const one of [db, empty]) await one.drop();
});

describe('the page of data defects', () => {
	test('counts what cannot be right by kind and source, says what to do, and leads to the cases', async () => {
		const { page, troubles, close } = await openPage(browser, dashboard.url);
		await page.getByRole('link', { name: 'Data defects' }).click();
		const kind = page.getByRole('region', { name: 'Replied before the case was opened' });
		await kind.getByText(/^Not counted in: .*First response time/).waitFor();
		await kind.getByText('the time of day was lost').waitFor();
		await kind.getByRole('link', { name: 'desk' }).click();
		expect(await kind.locator('.count').innerText()).toBe('9');
		await kind.getByText(/15\.0\s%\sof\s60/).waitFor();
		await kind.locator('li').first().waitFor();
		expect(await kind.locator('li').count()).toBe(9);
		await kind.locator('li a').first().click();
		await page.getByRole('heading', { level: 1 }).filter({ hasText: 'c56' }).waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('names a clock that is an hour slow, and since when', async () => {
		const { page, close } = await openPage(browser, `${dashboard.url}/defects`);
		const clocks = page.getByRole('region', { name: 'Clocks of the sources' });
		await clocks.getByText('The clock of “slow” seems 1 h slow since 20 Jan 2026, 09:00').waitFor();
		await clocks.getByText('in no number: 40 steps of 40 cases').waitFor();
		await clocks.getByText('How late events come, by source').click();
		await clocks.getByRole('row', { name: 'slow' }).waitFor();
		await close();
	});

	test('counts what a slow clock said once somebody says that it is right, and that can be taken back', async () => {
		const { page, troubles, close } = await openPage(browser, `${dashboard.url}/defects`);
		const clocks = page.getByRole('region', { name: 'Clocks of the sources' });
		const kind = page.getByRole('region', { name: 'Said by a clock that was wrong' });
		expect(await kind.locator('.count').innerText()).toBe('40');
		await clocks.getByRole('button', { name: 'count it' }).click();
		await page.getByLabel('Your name').fill('Ann');
		await page.getByLabel('Why (may be empty)').fill('sent by the hour');
		await page.getByRole('button', { name: 'Count it', exact: true }).click();
		await clocks.getByText('Its clock is right and delivery late, Ann said').waitFor();
		await clocks.getByText('“sent by the hour”').waitFor();
		expect(await kind.count()).toBe(0);
		await clocks.getByRole('button', { name: 'Take that back' }).click();
		await page.getByRole('button', { name: 'Leave it out' }).click();
		await clocks.getByText('Ann said on').waitFor();
		await kind.waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('tells over HTTP what was noticed and who said what, and takes it from nobody who may not change', async () => {
		const path = `${dashboard.url}/api/defects/clocks`;
		const { spells } = await (await fetch(path)).json();
		expect(spells).toMatchObject([{ source: 'slow', offset_s: 3600, until: null, verdict: 'wrong' }]);
		const put = (headers: Record<string, string>, body: unknown = { verdict: 'right', by: 'Bo' }) =>
			fetch(`${path}/${spells[0].id}`, {
				...{ method: 'PUT', body: JSON.stringify(body) },
				headers: { 'content-type': 'application/json', ...headers }
			});
		expect((await put({ 'if-match': '"999"' })).status).toBe(412);
		expect((await put({}, { verdict: 'odd', by: 'Bo' })).status).toBe(400);
		expect((await put({})).status).toBe(200);
		const { versions } = await (await fetch(`${path}/versions`)).json();
		expect(versions[0].spells).toMatchObject([{ verdict: 'right', by: 'Bo' }]);
		expect((await put({}, { verdict: 'wrong', by: 'Bo' })).status).toBe(200);
		const other = await fetch(`${path}/nothing`, {
			...{ method: 'PUT', body: '{"verdict":"right","by":"Bo"}' },
			headers: { 'content-type': 'application/json' }
		});
		expect(other.status).toBe(404);
	});

	test('asks only of the team that is chosen', async () => {
		const { page, close } = await openPage(browser, `${dashboard.url}/defects?team=Team+1`);
		const kind = page.getByRole('region', { name: 'Replied before the case was opened' });
		expect(await kind.locator('.count').innerText()).toBe('3');
		await close();
	});

	test('says so when nothing is wrong', async () => {
		const { page, troubles, close } = await openPage(browser, `${calm.url}/defects`);
		await page.getByText('Nothing here is wrong in the data').waitFor();
		await page.getByText('No source’s clock seems wrong.').waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('its strips carry the flags of what happened meanwhile, in words for who does not see them', async () => {
		const noted = await fetch(`${dashboard.url}/api/annotations`, {
			...{ method: 'POST', headers: { 'content-type': 'application/json' } },
			body: JSON.stringify({ kind: 'event', first_day: '2026-01-08', text: 'Clock set', by: 'Ann' })
		});
		expect(noted.status).toBe(201);
		const { page, close } = await openPage(browser, `${dashboard.url}/defects?from=2026-01-05&to=2026-01-25`);
		const strip = page.locator('td svg').first();
		expect(await strip.locator('title').allTextContents()).toEqual([
			expect.stringMatching(/Event: Clock set$/)
		]);
		expect(await strip.getAttribute('aria-label')).toMatch(/Flags: .*Clock set$/);
		await close();
	});

	test('is used with the keyboard alone', async () => {
		const { page, close } = await openPage(browser, `${dashboard.url}/defects`);
		await page.getByRole('link', { name: 'crm' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('link', { name: 'lost-40' }).waitFor();
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('crm');
		await close();
	});

	test('refuses a kind that there is not', async () => {
		expect((await fetch(`${dashboard.url}/defects?kind=odd&source=a`)).status).toBe(400);
	});

	for (const locale of ['en-GB', 'zh-CN'])
		for (const colorScheme of ['light', 'dark'] as const)
			test(`axe finds nothing (${locale}, ${colorScheme})`, async () => {
				const paths = [
					`${dashboard.url}/defects?kind=reply_before_opening&source=desk`,
					`${calm.url}/defects`
				];
				for (const path of paths) {
					const { page, close } = await openPage(browser, path, { locale, colorScheme });
					await page.locator('h1').waitFor();
					await page
						.locator('details')
						.evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
					const { violations } = await new AxeBuilder({ page }).analyze();
					expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
					await close();
				}
			});

	test.each([375, 1440, 3840])('fits %i pixels', async (width) => {
		const path = `${dashboard.url}/defects?kind=reply_before_opening&source=desk`;
		const { page, close } = await openPage(browser, path, { viewport: { width, height: 900 } });
		await page.locator('li time').first().waitFor();
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(overflow).toBe(0);
		await close();
	});
});

describe('the API of data defects', () => {
	const get = (path: string, headers: Record<string, string> = {}) =>
		fetch(`${dashboard.url}${path}`, { headers });
	const json = async (path: string) => (await get(path)).json();

	test('counts by kind and source, and by what else is asked', async () => {
		const answer = await json('/api/defects?kind=reply_before_opening&by=team&grain=week');
		expect(answer).toMatchObject({ watermark: expect.any(String), as_of: expect.any(String) });
		expect(answer.rows[0]).toMatchObject({
			...{
				kind: 'reply_before_opening',
				source: 'desk',
				group: 'Team 0',
				bucket: '2026-01-05T00:00:00+00:00'
			},
			...{ cases: 1, defects: 1, judged: 7, by_s_max: 32_400, left_out: OF_REPLY }
		});
		expect(answer.clocks).toMatchObject([{ source: 'slow', offset_s: 3600, until: null }]);
	});

	test('asks of one source', async () => {
		const { rows, clocks } = await json('/api/defects?source=crm');
		expect(rows).toMatchObject([
			{ kind: 'resolution_without_opening', source: 'crm', defects: 3, judged: 3, share: 1, by_s_max: null }
		]);
		expect(clocks).toEqual([]);
	});

	test('gives the steps with their cases, and both as CSV', async () => {
		const { cases } = await json('/api/defects/cases?kind=resolution_without_opening&limit=2');
		expect(cases).toMatchObject([
			{ case_id: 'lost-40', at: '2026-01-19T06:20:00.000Z' },
			{ case_id: 'lost-20' }
		]);
		const csv = async (path: string) =>
			(await (await get(path, { accept: 'text/csv' })).text()).split('\r\n');
		const counts = await csv('/api/defects?source=crm');
		expect(counts.slice(0, 2)).toEqual([
			'kind,source,group,bucket,defects,cases,judged,share,by_s_max,left_out',
			expect.stringMatching(/^resolution_without_opening,crm,,,3,3,3,1,,.*\bresolution_time\b/)
		]);
		const [head, first] = await csv('/api/defects/cases?source=crm&limit=1');
		expect(head).toBe('kind,source,case_id,type,at,team,agent,channel,topic,by_s,left_out');
		expect(first).toContain('resolution_without_opening,crm,lost-40,case.resolved');
	});

	test.each([
		['from=yesterday', 'from'],
		['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'to'],
		['kind=odd', 'kind'],
		['by=moon', 'by'],
		['grain=month', 'grain'],
		['limit=0', 'limit'],
		['knid=opened_again', 'knid']
	])('refuses %s, naming the field', async (query, path) => {
		for (const api of ['/api/defects', '/api/defects/cases']) {
			const answer = await get(`${api}?${query}`);
			expect(answer.status).toBe(400);
			expect(await answer.json()).toMatchObject({ error: { reason: 'invalid', path } });
		}
	});
});
