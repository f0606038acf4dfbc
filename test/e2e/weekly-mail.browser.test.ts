import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { addDays, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';
import { attachmentOf, readable, startSmtp } from '../support/smtp.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;
let smtp: Awaited<ReturnType<typeof startSmtp>>;

const WEEK = addDays(mondayOf(new Date().toISOString().slice(0, 10)), -7);
const NAME = isoWeekOf(WEEK);

/** So many answers in the week of a Monday, the first of which are satisfied. */
const answers = (monday: string, count: number, satisfied: number) =>
	Array.from({ length: count }, (_, at) =>
		event('survey.answered', `s-${monday}-${at}`, `${addDays(monday, at % 7)}T09:00:00`, {
			...{ instrument: 'csat', score: at < satisfied ? 5 : 2, team: '北区', channel: 'phone' }
		})
	);

beforeAll(async () => {
	[browser, db, smtp] = await Promise.all([openBrowser(), testDatabase({ settled: true }), startSmtp()]);
	house = await openHouse({
		...{ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database },
		...{ TOUCHSTONE_SMTP_URL: smtp.url, ORIGIN: 'https://desk.example.org' }
	});
	const before = Array.from({ length: 15 }, (_, back) => addDays(WEEK, -7 * (back + 1)));
	await house.send([
		...before.flatMap((monday, at) => answers(monday, 20, 17 + (at % 2))),
		...answers(WEEK, 20, 6),
		// The data have passed the week.
		event('agent.state', 'after', `${addDays(WEEK, 7)}T00:00:00`, { agent: 'Ann', state: 'away' })
	]);
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await Promise.all([smtp.close(), db.drop()]);
});

const take = (query: string) => fetch(`${house.url}/weekly/pdf?${query}`);

async function wordsIn(pdf: Uint8Array) {
	const proxy = await getDocumentProxy(pdf.slice());
	const { text } = await extractText(proxy, { mergePages: true });
	const { info } = await getMeta(proxy);
	// Where a line ends is the paper's affair.
	return { text: text.replace(/\s+/g, ''), pages: proxy.numPages, info };
}

const ask = async (path: string, method = 'GET', body?: unknown) => {
	const response = await fetch(house.url + path, {
		method,
		headers: { 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) })
	});
	return { status: response.status, body: await response.json() };
};

test.each([
	[
		'en',
		'Weekly review',
		'Customer satisfaction fell to 30.0 %',
		'The week in numbers',
		'Promises between departments'
	],
	['zh-CN', '每周回顾', '满意度降至30.0%', '本周数字', '部门之间的承诺']
])('the whole review is printed, in %s', async (language, title, change, numbers, section) => {
	const response = await take(`week=${NAME}&lang=${language}&team=${encodeURIComponent('北区')}`);
	expect(response.ok ? 200 : await response.text()).toBe(200);
	expect(response.headers.get('content-disposition')).toContain(
		encodeURIComponent(`touchstone-${NAME}-北区-${language}.pdf`)
	);
	const { text, info } = await wordsIn(new Uint8Array(await response.arrayBuffer()));
	for (const words of [title, NAME, change, numbers, section])
		expect(text).toContain(words.replace(/\s+/g, ''));
	expect(info).toMatchObject({ Title: expect.stringContaining(title), Language: language });
});

test.each([
	['week=2026-W99', 'week'],
	['lang=fr', 'lang'],
	['colour=red', 'colour']
])('refuses ?%s', async (query, path) => {
	const response = await take(query);
	expect(response.status).toBe(400);
	expect(await response.json()).toMatchObject({ error: { path } });
});

test('an empty week is not printed', async () => {
	const response = await take(`week=${isoWeekOf(addDays(WEEK, -7 * 40))}&lang=en`);
	expect(response.status).toBe(503);
	expect((await response.json()).error.detail).toBe('There are no data of this week.');
});

test('somebody is added, sent to, paused, removed and brought back on the page', async () => {
	const { page, troubles, close } = await openPage(browser, `${house.url}/weekly`);
	await page.getByRole('link', { name: 'By mail every week' }).click();
	await page.getByText('Nobody gets it yet').waitFor();
	await page.getByLabel('E-mail address').fill('head@example.org');
	await page.getByLabel('Teams').fill('北区');
	await page.locator('form').getByLabel('Language').selectOption('zh-CN');
	await page.getByLabel('Time zone').fill('Asia/Shanghai');
	await page.getByRole('button', { name: 'Add' }).click();
	const item = page.locator('[data-mailing="head@example.org"]');
	await item.getByText('Monday, 08:00, Asia/Shanghai · 北区 · 中文').waitFor();
	await item.getByRole('button', { name: /now/ }).click();
	await page.locator('[data-state=sent]', { hasText: `Review ${NAME} → head@example.org` }).waitFor();

	const [mail = { to: '', raw: '' }] = smtp.mails;
	const text = readable(mail);
	expect(text).toMatch(new RegExp(`^Subject: 每周回顾 ${NAME} · 北区：`, 'm'));
	expect(text).toMatch(/满意度降至\s*30\.0\s*%/);
	const [, kept = ''] =
		/https:\/\/desk.example.org(\/weekly\/published\/[\w-]+)#trend-satisfaction/.exec(text) ?? [];
	expect((await fetch(house.url + kept)).status).toBe(200);
	const pdf = attachmentOf(mail, 'application/pdf');
	expect((await wordsIn(new Uint8Array(pdf ?? []))).text).toContain('满意度降至30.0%');

	await item.getByRole('button', { name: 'Change' }).click();
	await page.getByLabel('Day').selectOption('Friday');
	await page.getByRole('button', { name: 'Save' }).click();
	await item.getByText('Friday, 08:00').waitFor();
	await item.getByRole('button', { name: 'Pause' }).click();
	await item.getByText('paused').waitFor();
	await item.getByRole('button', { name: 'Resume' }).click();
	await item.getByText('Next:').waitFor();
	await item.getByRole('button', { name: 'Remove' }).click();
	await item.waitFor({ state: 'detached' });
	await page.getByRole('button', { name: 'Bring head@example.org back' }).click();
	await item.getByText('Friday, 08:00, Asia/Shanghai · 北区 · 中文').waitFor();
	expect(troubles).toEqual([]);
	await close();
});

test('a section that fails: no figures go out, an alarm stands on the pages, and the next one that comes ends it', async () => {
	const [before, { body }] = [smtp.mails.length, await ask('/api/mailings')];
	const [{ id }] = body.mailings;
	await db.clickhouse.command({ query: 'RENAME TABLE staff_surveys TO staff_surveys_away' });
	try {
		const sent = await ask('/api/mailings/send', 'POST', { id });
		expect(sent.body.sent[0]).toMatchObject({
			...{ kind: 'review', state: 'waiting' },
			trouble: { reason: 'part_missing', detail: expect.stringContaining('staff') }
		});
		expect(smtp.mails).toHaveLength(before);
		const refused = await take(`week=${NAME}&lang=en`);
		expect(refused.status).toBe(503);
		expect((await refused.json()).error.detail).toContain('Staff');
		for (const path of ['/weekly', '/weekly/mail', '/notifications']) {
			const { page, close } = await openPage(browser, house.url + path);
			await page.locator('[data-alarm=part_missing]', { hasText: 'Staff' }).waitFor();
			await close();
		}
	} finally {
		await db.clickhouse.command({ query: 'RENAME TABLE staff_surveys_away TO staff_surveys' });
	}
	await ask('/api/mailings/send', 'POST', { id });
	const { page, close } = await openPage(browser, `${house.url}/weekly`);
	await page.locator('[data-review=whole]').waitFor({ state: 'attached' });
	expect(await page.locator('[data-alarm]').count()).toBe(0);
	await close();
});

test('what cannot be is refused by its field', async () => {
	const mailing = { address: 'a@example.org', language: 'en', zone: 'Europe/Berlin' };
	const put = (more: object) => ask('/api/mailings', 'PUT', { mailings: [{ ...mailing, ...more }] });
	for (const [more, path, detail] of [
		[{ zone: 'Mars/Base' }, 'mailings.0.zone', 'IANA'],
		[{ hour: 24 }, 'mailings.0.hour', '0 to 23'],
		[{ weekday: 0 }, 'mailings.0.weekday', 'Monday'],
		[{ address: 'x' }, 'mailings.0.address', 'e-mail'],
		[{ colour: 'red' }, 'mailings.0.colour', '']
	] as const)
		expect(await put(more)).toMatchObject({
			...{ status: 400, body: { error: { path, detail: expect.stringContaining(detail) } } }
		});
	expect((await ask('/api/mailings/send', 'POST', { id: 'none' })).status).toBe(404);
});

for (const locale of ['en-GB', 'zh-CN'])
	for (const colorScheme of ['light', 'dark'] as const)
		test(`axe finds nothing, and nothing runs out of a phone (${locale}, ${colorScheme})`, async () => {
			const { page, close } = await openPage(browser, `${house.url}/weekly/mail`, {
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
