import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';
import { startReceiver } from '../support/receiver.ts';
import { readable, startSmtp } from '../support/smtp.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;
let hook: Awaited<ReturnType<typeof startReceiver>>;
let smtp: Awaited<ReturnType<typeof startSmtp>>;

beforeAll(async () => {
	[browser, db, hook, smtp] = await Promise.all([
		openBrowser(),
		testDatabase(),
		startReceiver(),
		startSmtp()
	]);
	house = await openHouse({
		...{ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database },
		...{ TOUCHSTONE_SMTP_URL: smtp.url, ORIGIN: 'https://desk.example.org' }
	});
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await Promise.all([hook.close(), smtp.close(), db.drop()]);
});

const ask = async (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) => {
	const response = await fetch(house.url + path, {
		method,
		headers: { 'content-type': 'application/json', ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) })
	});
	return { status: response.status, text: await response.text() };
};
const json = async (...asked: Parameters<typeof ask>) => {
	const { status, text } = await ask(...asked);
	return { status, body: JSON.parse(text) };
};
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

test('a webhook and a mail address are added, tried and removed on the page', async () => {
	const { page, troubles, close } = await openPage(browser, house.url);
	await page.getByRole('link', { name: 'Notifications' }).click();
	await page.getByText('Nobody is told yet').waitFor();
	await page.getByLabel('Name').fill('Duty room');
	await page.getByLabel('Address').fill(hook.url);
	await page.getByLabel(/Secret/).fill('a secret of the tests');
	await page.getByRole('button', { name: 'Add' }).click();
	await page.getByText('Escalations · all teams · English · signed').waitFor();
	await page.getByRole('button', { name: 'Send a test to Duty room' }).click();
	await page.locator('[data-state=sent]', { hasText: 'Test → Duty room' }).waitFor();
	expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({
		type: 'test',
		link: 'https://desk.example.org/notifications'
	});

	await page.getByLabel('How').selectOption('email');
	await page.getByLabel('Name').fill('Head of service');
	await page.getByLabel('Address').fill('head@example.org');
	await page.locator('form').getByLabel('Language').selectOption('zh-CN');
	await page.getByRole('button', { name: 'Add' }).click();
	await page.getByRole('button', { name: 'Send a test to Head of service' }).click();
	await page.locator('[data-state=sent]', { hasText: 'Test → Head of service' }).waitFor();
	expect(readable(smtp.mails[0] ?? { to: '', raw: '' })).toContain('Touchstone\u2009测试通知');

	hook.answer((response) => void response.writeHead(500).end());
	await page.getByRole('button', { name: 'Send a test to Duty room' }).click();
	await page.locator('[data-state=waiting]', { hasText: 'answered 500' }).waitFor();
	hook.answer((response) => void response.writeHead(204).end());
	expect((await ask('/api/notifications')).text).not.toContain('a secret');

	await page.getByRole('button', { name: 'Remove Head of service' }).click();
	await page.getByText('head@example.org').waitFor({ state: 'detached' });
	await page.getByText('→ a removed target').waitFor();
	expect((await json('/api/notifications')).body.targets).toMatchObject([{ has_secret: true }]);
	expect(troubles).toEqual([]);
	await close();
});

for (const locale of ['en-GB', 'zh-CN'])
	for (const colorScheme of ['light', 'dark'] as const)
		test(`axe finds nothing, and nothing runs out of a phone (${locale}, ${colorScheme})`, async () => {
			const { page, close } = await openPage(browser, `${house.url}/notifications`, {
				...{ locale, colorScheme, reducedMotion: 'reduce' },
				viewport: { width: 375, height: 800 }
			});
			await page.locator('form').waitFor();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
			const over = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(over).toBe(0);
			await close();
		});

test('what cannot be is refused by its field, and pages of elsewhere change nothing', async () => {
	const hookless = { name: 'x', kind: 'webhook', address: 'ftp://x', hears: ['breach'], language: 'en' };
	expect(await json('/api/notifications', 'PUT', { targets: [hookless] })).toMatchObject({
		status: 400,
		body: { error: { path: 'targets.0.address', detail: expect.stringContaining('http://') } }
	});
	expect(await json('/api/notifications', 'PUT', { targets: [], more: 1 })).toMatchObject({
		status: 400,
		body: { error: { path: 'more' } }
	});
	expect((await json('/api/notifications/test', 'POST', { id: 'none' })).status).toBe(404);
	const plain = { 'content-type': 'text/plain' };
	expect((await ask('/api/notifications', 'PUT', { targets: [] }, plain)).status).toBe(403);
});

test('a broken promise stands in the queue, is acknowledged there, and acted upon', async () => {
	await house.send([event('case.opened', 'q 1', ago(120), { team: 'North', channel: 'phone' })]);
	const { body } = await json('/api/actions?team=North&limit=5');
	expect(body).toMatchObject({
		feed: 'actions',
		rows: [{ case_id: 'q 1', state: 'broken', owner: 'North' }],
		counts: { broken: 1 }
	});
	const csv = await ask('/api/actions', 'GET', undefined, { accept: 'text/csv' });
	expect(csv.text.split('\r\n')[0]).toBe(Object.keys(body.rows[0]).join(','));
	const [{ promise_id }] = body.rows;
	const said = { by: 'Ann', note: 'calling back' };
	expect(await json(`/api/actions/${promise_id}`, 'POST', said)).toMatchObject({
		status: 200,
		body: { promise_id, case_id: 'q 1', repeated: false }
	});
	await expect
		.poll(async () => (await json('/api/actions')).body.rows)
		.toMatchObject([{ state: 'acted', acknowledged_by: 'Ann', note: 'calling back' }]);
	expect((await json(`/api/actions/${promise_id}`, 'POST', said)).body).toMatchObject({ repeated: true });
	expect(await json(`/api/actions/${promise_id}`, 'POST', { note: 'x' })).toMatchObject({
		status: 400,
		body: { error: { path: 'by' } }
	});
	expect(await json('/api/actions/nothing', 'POST', said)).toMatchObject({
		status: 404,
		body: { error: { path: 'promise', detail: expect.stringContaining('nothing') } }
	});
});

test.each([
	['colour=red', 'colour', 'unknown parameter'],
	['limit=0', 'limit', 'expected 1 or more'],
	['limit=many', 'limit', 'expected a number']
])('the queue refuses %s', async (query, path, detail) => {
	expect(await json(`/api/actions?${query}`)).toMatchObject({
		status: 400,
		body: { error: { path, detail: expect.stringContaining(detail) } }
	});
});
