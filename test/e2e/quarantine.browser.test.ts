import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { openHouse, openPage } from '../support/house.ts';
import { KEY } from '../ingest/support.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

const get = async (query: string) => (await fetch(`${house.url}/api/quarantine?${query}`)).json();

/** Sends events of a source of the test's own; resolves when all that are refused are in quarantine. */
async function send(source: string, events: Record<string, unknown>[], refused = events.length) {
	const whole = events.map((event, index) => ({
		...{ specversion: '1.0', id: `${source}-${index}`, source, type: 'case.opened' },
		...{ subject: `${source}-${index}`, time: '2026-01-05T09:30:00Z', data: { team: 'Billing' } },
		...event
	}));
	await fetch(house.ingestUrl.replace('ws:', 'http:'), {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' },
		body: JSON.stringify(whole)
	});
	await expect.poll(async () => (await get(`source=${source}&state=all`)).rows.length).toBe(refused);
}

/** The page with the problem of a source open. */
async function openProblem(source: string) {
	const { groups } = await get(`source=${source}&state=all`);
	const opened = await openPage(browser, `${house.url}/quarantine?problem=${groups[0].problem}`);
	await opened.page.locator('.json').first().waitFor();
	return opened;
}
const says = (page: Page) => page.locator('main .result');
const states = async (source: string) =>
	(await get(`source=${source}&state=all`)).rows.map(({ state }: { state: string }) => state);

describe('the quarantine page', () => {
	test('teaches what it is for when nothing is in it', async () => {
		const { page, troubles, close } = await openPage(browser, house.url);
		await page.getByRole('link', { name: 'Quarantine' }).click();
		await page.getByText('every event that came was understood').waitFor();
		await page.getByText('Ingest takes events').waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('shows what is wrong, in which field, and what to do', async () => {
		await send('shown', [{ data: { team: 'Billing', channel: 'fax', cahnnel: 'phone' } }]);
		const { page, troubles, close } = await openPage(browser, `${house.url}/quarantine`);
		await page.getByRole('link', { name: 'data.channel is not as agreed' }).click();
		await page.getByText('What to do').waitFor();
		expect(await page.locator('.json .marked').allInnerTexts()).toEqual(['"channel": "fax"▲ refused']);
		await page.getByText('Not kept, only named: data.cahnnel').waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('sets a field for all, replays them, and says what came of it', async () => {
		await send('typo', [{ type: 'case.opend' }, { type: 'case.opend' }, { type: 'case.opend' }]);
		const { page, troubles, close } = await openProblem('typo');
		await page.getByRole('button', { name: 'Set a field for all 3' }).click();
		expect(await page.getByLabel('Field').inputValue()).toBe('type');
		await page.getByLabel('New value').fill('case.opened');
		await page.getByRole('button', { name: 'Set and replay' }).click();
		await expect.poll(() => says(page).innerText()).toContain('Replayed: 3 taken.');
		expect(await states('typo')).toEqual(['replayed', 'replayed', 'replayed']);
		expect(await page.getByRole('link', { name: 'This type of event is not known' }).count()).toBe(0);
		expect(troubles).toEqual([]);
		await close();
	});

	test('says when a replay was refused again, and why, and keeps the event', async () => {
		await send('still', [{ time: 'yesterday' }]);
		const { page, close } = await openProblem('still');
		await page.getByRole('button', { name: 'Replay', exact: true }).click();
		await expect
			.poll(() => says(page).innerText())
			.toMatch(/1 refused again.*time is not as agreed.*RFC 3339/);
		expect(await states('still')).toEqual(['open']);
		await close();
	});

	test('lets one event be edited, saying what is wrong while it is', async () => {
		await send('edited', [{ data: { channel: 'fax' } }]);
		const { page, close } = await openProblem('edited');
		await page.getByRole('button', { name: 'Edit and replay' }).click();
		const text = page.getByRole('textbox', { name: 'The event as JSON' });
		const problem = page.locator('[id^=edit-problem]');
		expect(await problem.innerText()).toContain('data.channel');
		const before = await text.inputValue();
		await text.fill('{');
		expect(await problem.innerText()).toContain('Not JSON');
		await page.getByRole('button', { name: 'Edit and replay' }).click();
		expect(await states('edited')).toEqual(['open']);
		await text.fill(before.replace('fax', 'phone'));
		expect(await problem.innerText()).toContain('This would be taken.');
		await page.getByRole('button', { name: 'Edit and replay' }).click();
		await expect.poll(() => says(page).innerText()).toContain('1 taken');
		expect(await states('edited')).toEqual(['replayed']);
		await close();
	});

	test('puts events aside and takes them out again', async () => {
		await send('aside', [{ type: 'nobody.cares' }, { type: 'nobody.cares' }]);
		const { page, close } = await openProblem('aside');
		await page.getByRole('button', { name: 'Dismiss all 2' }).click();
		await expect.poll(() => says(page).innerText()).toContain('Dismissed: 2.');
		expect(await states('aside')).toEqual(['dismissed', 'dismissed']);
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => says(page).innerText()).toContain('Open again: 2.');
		expect(await states('aside')).toEqual(['open', 'open']);
		await close();
	});

	test('is worked with the keyboard alone', async () => {
		await send('keys', [{ type: 'by.keyboard' }, { type: 'by.keyboard' }]);
		const { page, close } = await openPage(browser, `${house.url}/quarantine`);
		await page
			.getByRole('link', { name: /not known/ })
			.first()
			.focus();
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: /Set a field/ }).focus();
		await page.keyboard.press('Enter');
		await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
		await page.keyboard.press('Tab');
		await page.keyboard.type('case.opened');
		await page.keyboard.press('Enter');
		await expect.poll(() => says(page).innerText()).toContain('Replayed');
		await close();
	});

	for (const locale of ['en-GB', 'zh-CN'])
		for (const colorScheme of ['light', 'dark'] as const)
			test(`has no barrier, in ${locale} and ${colorScheme}`, async () => {
				await send('axe', [{ data: { channel: 'fax' } }]);
				const { groups } = await get('source=axe');
				for (const path of [`?problem=${groups[0].problem}`, '?state=replayed', '?state=dismissed']) {
					const { page, close } = await openPage(browser, `${house.url}/quarantine${path}`, {
						locale,
						colorScheme
					});
					await page.locator('h1').waitFor();
					const { violations } = await new AxeBuilder({ page }).analyze();
					expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
					await close();
				}
			});

	test.each([375, 1440, 3840])('fits %i pixels', async (width) => {
		await send('wide', [{ id: 'x'.repeat(300), type: 'y'.repeat(300) }]);
		const { groups } = await get('source=wide');
		const { page, close } = await openPage(browser, `${house.url}/quarantine?problem=${groups[0].problem}`, {
			viewport: { width, height: 900 }
		});
		await page.locator('.json').waitFor();
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(overflow).toBe(0);
		await close();
	});

	test('refuses an address that asks for what there is not', async () => {
		expect((await fetch(`${house.url}/quarantine?state=closed`)).status).toBe(400);
	});
});

describe('the API', () => {
	const post = (path: string, body: unknown, type = 'application/json') =>
		fetch(`${house.url}/api/quarantine/${path}`, {
			method: 'POST',
			headers: { 'content-type': type, origin: house.url },
			body: JSON.stringify(body)
		});

	test('gives groups and rows', async () => {
		await send('api', [{ data: { channel: 'fax' } }, { data: { channel: 'telex' } }]);
		const answer = await get('source=api&limit=1');
		expect(answer.groups).toMatchObject([
			{ reason: 'invalid', path: 'data.channel', source: 'api', key: 'test', events: 2 }
		]);
		expect(answer.rows).toMatchObject([{ state: 'open', via: 'http' }]);
		const rest = await get(`source=api&limit=1&cursor=${encodeURIComponent(answer.next)}`);
		expect(rest).toMatchObject({ rows: [{ source: 'api' }], next: null });
		expect(rest.rows[0].id).not.toBe(answer.rows[0].id);
	});

	test.each([
		['state=closed', 'state'],
		['limit=many', 'limit'],
		['from=now', 'from'],
		['raeson=invalid', 'raeson']
	])('refuses %s, naming the field', async (query, path) => {
		const answer = await fetch(`${house.url}/api/quarantine?${query}`);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ error: { reason: 'invalid', path } });
	});

	test.each([
		['replay', {}, 'rows'],
		['replay', { rows: [{ id: 'x' }] }, 'rows.0.id'],
		['replay', { filter: { sate: 'open' } }, 'filter.sate'],
		['replay', { filter: {}, set: { path: 'data.__proto__', value: 1 } }, 'set.path'],
		['dismiss', {}, 'rows'],
		['dismiss', { action: '8b7e2a52-6a7c-4c5e-9d3e-0e9b1a2c3d4e' }, 'undo']
	])('refuses a %s of %j, naming the field', async (path, body, field) => {
		const answer = await post(path, body);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ error: { reason: 'invalid', path: field } });
	});

	test('takes no order that is not sent as JSON: a form of another page could send that', async () => {
		expect((await post('dismiss', { filter: {} }, 'text/plain')).status).toBe(400);
	});
});
