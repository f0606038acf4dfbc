import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StandardsFile } from '#schema/standards/file.ts';
import { EMPTY, office, parameter, standard } from '../schema/standards/support.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { startDashboard } from '../support/dashboard.ts';
import { openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	dashboard = await startDashboard({
		CLICKHOUSE_URL: db.url,
		CLICKHOUSE_DATABASE: db.database,
		TOUCHSTONE_TIMEZONE: 'Europe/Berlin',
		TOUCHSTONE_API_KEYS: 'ann:secret-of-ann:operator'
	});
});
afterAll(async () => {
	await browser.close();
	await dashboard.stop();
	await db.drop();
});

const api = (path = '', init?: RequestInit) => fetch(`${dashboard.url}/api/standards${path}`, init);
const put = (content: unknown, headers: Record<string, string> = {}, query = '') =>
	api(query, {
		method: 'PUT',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof content === 'string' ? content : JSON.stringify(content)
	});
const now = async (): Promise<StandardsFile> => (await api()).json();

const START = '1990-01-01T00:00:00.000Z';
const business = standard({
	...{ metric: 'resolution', channel: '', threshold_s: 7200 },
	...{ clock: 'business', calendar: 'office', valid_from: START }
});
const FILE: StandardsFile = {
	standards: [standard({ valid_from: START }), business],
	calendars: [office()],
	parameters: [parameter()]
};
beforeEach(async () => {
	expect((await put(FILE)).status).toBe(200);
});

describe('the standards file over HTTP', () => {
	test('is replaced as a whole and read back as it was', async () => {
		const answer = await put({ ...FILE, parameters: [] }, {}, '?note=why');
		expect(answer.status).toBe(200);
		expect(await answer.json()).toEqual({
			...{ ...FILE, parameters: [] },
			// Weeks that were told with it may be told otherwise from now on.
			warnings: [expect.objectContaining({ kind: 'removed', since: '2026-01-01T00:00:00.000Z' })]
		});
		expect(await now()).toEqual({ ...FILE, parameters: [] });
		const { files } = await (await api('/history')).json();
		expect(files[0]).toMatchObject({ note: 'why', saved_by: '', standards: 2, calendars: 1, parameters: 0 });
	});

	test('says who saved it', async () => {
		await put(FILE, { authorization: 'Bearer secret-of-ann' });
		const { files } = await (await api('/history')).json();
		expect(files[0]).toMatchObject({ saved_by: 'ann' });
	});

	test('gives back any save, and says where there is none', async () => {
		const { files } = await (await api('/history')).json();
		expect((await (await api(`/history/${files.at(-1).file}`)).json()).standards).toHaveLength(11);
		const none = await api('/history/17');
		expect([none.status, (await none.json()).error.path]).toEqual([404, 'file']);
	});

	test('is not replaced by somebody who read another', async () => {
		const { headers } = await api();
		const etag = headers.get('etag') ?? '';
		expect((await put(FILE, { 'if-match': etag })).status).toBe(200);
		const late = await put(EMPTY, { 'if-match': etag });
		expect([late.status, (await late.json()).error.path]).toEqual([412, 'If-Match']);
		expect((await put(FILE, { 'if-match': 'yesterday' })).status).toBe(400);
		expect(await now()).toEqual(FILE);
	});

	test.each([
		['not JSON', '{', ''],
		['a list', [], ''],
		['an overlap', { ...FILE, standards: [standard(), standard()] }, 'standards.1.valid_from'],
		[
			'an end before its start',
			{ ...FILE, standards: [standard({ valid_to: START })] },
			'standards.0.valid_to'
		],
		['an unknown zone', { ...FILE, calendars: [office({ zone: 'Mars' })] }, 'calendars.0.zone'],
		['a calendar without hours', { ...FILE, calendars: [office({ hours: {} })] }, 'calendars.0.hours'],
		['a calendar taken away that is needed', { ...FILE, calendars: [] }, 'standards.1.calendar']
	])('refuses %s, names the field, and changes nothing', async (_, content, path) => {
		const answer = await put(content);
		const { error } = await answer.json();
		expect([answer.status, error.path]).toEqual([400, path]);
		expect(error.detail.length).toBeGreaterThan(10);
		expect(await now()).toEqual(FILE);
	});

	test('is not changed by a page of elsewhere', async () => {
		// A form is all that a page may send across origins without being asked.
		const form = await api('', {
			method: 'PUT',
			headers: { origin: 'http://evil.example', 'content-type': 'text/plain' },
			body: JSON.stringify(EMPTY)
		});
		expect(form.status).toBe(403);
		expect(await now()).toEqual(FILE);
	});

	test('tells when a promise would fall due, around the clock and in opening hours', async () => {
		const ask = (body: unknown) =>
			api('/due', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
		const promises = [
			{ threshold_s: 86_400, clock: 'calendar', calendar: '' },
			{ threshold_s: 7200, clock: 'business', calendar: 'office' },
			{ threshold_s: 7200, clock: 'business', calendar: 'nowhere' }
		];
		const answer = await ask({ at: '2026-11-20T17:00:00+01:00', promises });
		expect(await answer.json()).toEqual({
			due: ['2026-11-21T16:00:00.000Z', '2026-11-23T09:00:00.000Z', null]
		});
		expect((await ask({ at: 'Friday', promises })).status).toBe(400);
	});
});

const open = (options = {}) => openPage(browser, `${dashboard.url}/standards`, options);
const save = async (page: Page) => {
	await page.getByRole('button', { name: 'Review and save' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
	await page.getByText('Saved: it holds now.').waitFor();
};
const rowsOf = ({ standards }: StandardsFile, metric: string) =>
	standards.filter((row) => row.metric === metric);

describe('the page of promises', () => {
	test('says what is promised, to whom, and what it means on a Friday afternoon', async () => {
		const { page, troubles, close } = await open();
		const row = page.getByRole('row', { name: 'Everybody 2 h in the hours of Office' });
		expect(await row.innerText()).toMatch(/Mon \d+ \w+ 10:00/);
		await page.getByText('Nothing is promised yet.').first().waitFor();
		await page.getByText('40 h a week').waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('changes a promise from the next midnight on, and keeps the past', async () => {
		const { page, troubles, close } = await open();
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByLabel('Within').fill('30');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByRole('button', { name: 'Review and save' }).click();
		const dialog = page.getByRole('dialog');
		expect(await dialog.getByRole('listitem').innerText()).toMatch(/First reply, Phone:\s+20\ss.*→\s30\ss/);
		expect(await dialog.getByText('reaches into the past').count()).toBe(0);
		await dialog.getByLabel('Why').fill('Calmer');
		await dialog.getByRole('button', { name: 'Save' }).click();
		await page.getByText('Saved: it holds now.').waitFor();
		const [former, next] = rowsOf(await now(), 'first_response');
		expect(former).toMatchObject({ threshold_s: 20, valid_from: START, valid_to: next?.valid_from });
		expect(next).toMatchObject({ threshold_s: 30, valid_to: null });
		expect(next?.valid_from).toMatch(/T2[23]:00:00.000Z$/); // midnight in Berlin
		await page.getByText('Calmer').waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('opens the number that judges a promise, and the one a parameter goes into; what is being written stays', async () => {
		const { page, troubles, close } = await open();
		page.on('dialog', (dialog) => void troubles.push(dialog.message()));
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByLabel('Within').fill('30');
		await page.getByRole('button', { name: 'Apply' }).click();
		const sheet = page.getByRole('dialog');
		for (const [button, title] of [
			['First reply Why', 'First response time'],
			['Resolution Why', 'Promises kept'],
			['Expected leavers', 'Expected leavers']
		] as const) {
			await page.getByRole('button', { name: new RegExp(`^${button}`) }).click();
			await sheet.getByRole('heading', { name: title }).waitFor();
			await page.keyboard.press('Escape');
			await expect.poll(() => sheet.count()).toBe(0);
		}
		await expect.poll(() => new URL(page.url()).search).toBe('');
		expect(await page.getByRole('button', { name: 'Review and save' }).isEnabled()).toBe(true);
		expect(troubles).toEqual([]);
		await close();
	});

	test('takes it back again', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByRole('checkbox', { name: 'Promise nothing' }).check();
		await page.getByRole('button', { name: 'Apply' }).click();
		await save(page);
		expect(rowsOf(await now(), 'first_response')[1]).toMatchObject({ threshold_s: null });
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByText('Taken back').waitFor();
		expect(await now()).toEqual(FILE);
		await close();
	});

	test('asks before it changes the past', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByLabel('Within').fill('10');
		await page.getByLabel('Valid from').selectOption('day');
		await page.getByLabel('Day', { exact: true }).fill('2020-01-01');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByRole('button', { name: 'Review and save' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByText('from 1 Jan 2020 on, numbers already shown may change').waitFor();
		expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
		await dialog.getByRole('checkbox').check();
		await dialog.getByRole('button', { name: 'Save' }).click();
		await page.getByText('Saved: it holds now.').waitFor();
		expect(rowsOf(await now(), 'first_response')).toHaveLength(2);
		await close();
	});

	test('says beside the field what is wrong', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByLabel('Within').fill('soon');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('More than nothing, and at most 366 days.').waitFor();
		expect(await page.getByLabel('Within').getAttribute('aria-invalid')).toBe('true');
		await page.getByLabel('Within').fill('10');
		expect(await page.getByText('More than nothing').count()).toBe(0);
		await page.getByRole('button', { name: 'Cancel' }).click();
		await page.getByRole('button', { name: 'Add a promise: First reply' }).click();
		await page.getByLabel('Channel').selectOption('phone');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('there is already a promise then').waitFor();
		expect(await page.getByRole('button', { name: 'Review and save' }).count()).toBe(0);
		await close();
	});

	test('shows what a promise means while it is written', async () => {
		const { page, troubles, close } = await open();
		await page.getByRole('button', { name: 'Add a promise: Complaint acknowledged' }).click();
		await page.getByLabel('Within').fill('24');
		await page.getByText(/Made Fri \d+ \w+ 17:00, due Sat \d+ \w+ 17:00/).waitFor();
		await page.getByLabel('Within').fill('1');
		await page.getByLabel('Counted').selectOption('office');
		await page.getByText(/Made Fri \d+ \w+ 17:00, due 18:00/).waitFor();
		expect(troubles).toEqual([]);
		await close();
	});

	test('ends one, and adds one of a kind of its own', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: Resolution, Everybody' }).click();
		await page.getByRole('button', { name: 'End it then' }).click();
		await page.getByRole('button', { name: 'Add another kind of promise' }).click();
		await page.getByLabel('Kind').fill('callback');
		await page.getByLabel('Within').fill('2');
		await page.getByRole('button', { name: 'Apply' }).click();
		await save(page);
		const file = await now();
		expect(rowsOf(file, 'resolution')[0]?.valid_to).not.toBeNull();
		expect(rowsOf(file, 'promise:callback')).toMatchObject([{ threshold_s: 7200, clock: 'calendar' }]);
		await close();
	});

	test('gives a calendar other hours from a day on: a calendar of its own', async () => {
		const { page, troubles, close } = await open();
		await page.getByRole('button', { name: 'Change: Office' }).click();
		await page.getByLabel('Monday').fill('9-12, 11-18');
		await page.getByText('From when do the new hours count?').waitFor();
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('11:00–18:00 overlaps 09:00–12:00.').waitFor();
		await page.getByLabel('Monday').fill('8-16');
		await page.getByRole('button', { name: 'Apply' }).click();
		await save(page);
		const file = await now();
		expect(file.calendars.map(({ id, hours }) => [id, hours.mon])).toEqual([
			['office', office().hours.mon],
			['office-2', [['08:00', '16:00']]]
		]);
		expect(rowsOf(file, 'resolution').map(({ calendar }) => calendar)).toEqual(['office', 'office-2']);
		expect(troubles).toEqual([]);
		await close();
	});

	test('adds a holiday to come without asking', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: Office' }).click();
		await page.getByRole('button', { name: 'Add a day' }).click();
		await page.getByLabel('Date').last().fill('2040-10-03');
		await page.getByLabel('Name').last().fill('Unity');
		expect(await page.getByText('From when do the new hours count?').count()).toBe(0);
		await page.getByRole('button', { name: 'Apply' }).click();
		await save(page);
		expect((await now()).calendars[0]?.holidays).toHaveLength(2);
		await close();
	});

	test('sets a weight from a day on', async () => {
		const { page, close } = await open();
		await page
			.getByRole('button', { name: 'Change: Expected leavers: share that leaves, Satisfied' })
			.click();
		await page.getByLabel('Value').fill('101');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('A share is 0 to 100 %.').waitFor();
		await page.getByLabel('Value').fill('12.5');
		await page.getByRole('button', { name: 'Apply' }).click();
		await save(page);
		expect((await now()).parameters.at(-1)).toMatchObject({ name: 'leaving_rate', key: '4', value: 0.125 });
		await close();
	});

	test('sets a target in the number’s own unit, and ends it with an empty value', async () => {
		const { page, close } = await open();
		const change = page.getByRole('button', { name: 'Change: Targets, Customer satisfaction' });
		await change.click();
		await page.getByLabel('Value').fill('850');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('From 0 to 100; nothing for no target.').waitFor();
		await page.getByLabel('Value').fill('85');
		await page.getByRole('button', { name: 'Apply' }).click();
		await page.getByText('≥ 85 %').first().waitFor();
		await save(page);
		const target = { name: 'target', key: 'satisfaction' };
		expect((await now()).parameters.at(-1)).toMatchObject({ ...target, value: 0.85 });
		await change.click();
		await page.getByLabel('Value').fill('');
		await page.getByRole('button', { name: 'Apply' }).click();
		await save(page);
		expect((await now()).parameters.at(-1)).toMatchObject({ ...target, value: null });
		await close();
	});

	test('writes a file, and reads it again with what would change', async () => {
		const { page, troubles, close } = await open();
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'Export' }).click()
		]);
		const exported = JSON.parse(readFileSync(await file.path(), 'utf8'));
		expect(exported).toEqual(FILE);
		const choose = (name: string, content: unknown) =>
			page.getByLabel('Import').setInputFiles({
				name,
				mimeType: 'application/json',
				buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
			});
		await choose('same.json', exported);
		await page.getByText('same.json says what already holds').waitFor();
		await choose('odd.json', 'standards: []');
		await page.getByText('odd.json is not JSON').waitFor();
		await choose('wrong.json', { ...exported, calendars: [office({ zone: 'Mars' })] });
		await page.getByText('There is no zone Mars').waitFor();
		await choose('next.json', { ...exported, parameters: [] });
		await page.getByRole('button', { name: 'Review and save' }).click();
		expect(await page.getByLabel('Why').inputValue()).toBe('Imported: next.json');
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByText('Saved: it holds now.').waitFor();
		expect((await now()).parameters).toEqual([]);
		expect(troubles).toEqual([]);
		await close();
	});

	test('restores what was saved once', async () => {
		await put(EMPTY);
		const { page, close } = await open();
		await page
			.getByRole('button', { name: /^Against now/ })
			.first()
			.click();
		await page.getByRole('button', { name: 'Restore' }).click();
		await page.getByRole('button', { name: 'Review and save' }).click();
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByText('Saved: it holds now.').waitFor();
		expect(await now()).toEqual(FILE);
		await close();
	});

	test('does not overwrite what somebody else saved meanwhile', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByLabel('Within').fill('5');
		await page.getByRole('button', { name: 'Apply' }).click();
		await put({ ...FILE, parameters: [] });
		await page.getByRole('button', { name: 'Review and save' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
		await page.getByText('somebody else saved').waitFor();
		expect(await now()).toEqual({ ...FILE, parameters: [] });
		await page.getByRole('button', { name: 'Read theirs' }).click();
		await expect.poll(() => page.getByRole('button', { name: 'Review and save' }).count()).toBe(0);
		await close();
	});

	test('is worked with the keyboard alone', async () => {
		const { page, close } = await open();
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).focus();
		await page.keyboard.press('Enter');
		await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
		await page.keyboard.press('Escape');
		await expect
			.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
			.toContain('Phone');
		await page.keyboard.press('Enter');
		await page.keyboard.press('ControlOrMeta+A');
		await page.keyboard.type('45');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Review and save' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').getByRole('button', { name: 'Save' }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('Saved: it holds now.').waitFor();
		await close();
	});

	for (const locale of ['en-GB', 'zh-CN'])
		for (const colorScheme of ['light', 'dark'] as const)
			test(`has no barrier, in ${locale} and ${colorScheme}, also with everything open`, async () => {
				const { page, troubles, close } = await open({ locale, colorScheme });
				const check = async () =>
					(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
				expect(await check()).toEqual([]);
				await page.locator('tbody tr.head button.control').nth(1).click();
				await page.locator('#calendars ~ .cards button').first().click();
				await page.locator('#parameters ~ .groups button.control').first().click();
				await page.locator('#history ~ ol button').first().click();
				await page.locator('form:has(#parameters) , .groups form').locator('input').first().fill('-1');
				await page.locator('.groups form button').first().click();
				expect(await check()).toEqual([]);
				expect(troubles).toEqual([]);
				await close();
			});

	test('fits a phone', async () => {
		const { page, close } = await open({ viewport: { width: 375, height: 800 } });
		await page.getByRole('button', { name: 'Change: First reply, Phone' }).click();
		await page.getByRole('button', { name: 'Change: Office' }).click();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
		await close();
	});
});
