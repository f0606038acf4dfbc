import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Calendar } from '#schema/standards/calendar.ts';
import { readNewest } from '../../src/lib/server/standards/read.ts';
import { saveFile } from '../../src/lib/server/standards/save.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, store } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

const office: Calendar = {
	...{ id: 'office', name: 'Head office', zone: 'Europe/Berlin' },
	hours: { fri: [['09:00', '18:00']], mon: [['09:00', '18:00']] },
	holidays: [{ date: '2026-01-10', name: 'Founders’ day' }]
};

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase();
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	const former = await readNewest(db.clickhouse);
	const business = { clock: 'business' as const, calendar: 'office', threshold_s: 7200 };
	const standards = former.content.standards.map((row) =>
		row.channel === 'email' ? { ...row, ...business } : row
	);
	await saveFile(db.clickhouse, {
		content: { standards, calendars: [office], parameters: [] },
		former,
		...{ by: 'test', note: '' }
	});
	await store(db.clickhouse, [
		event('case.opened', 'a', '2026-01-09T17:00:00+01:00', { channel: 'email', kind: 'complaint' }),
		event('complaint.acknowledged', 'a', '2026-01-09T17:30:00+01:00'),
		event('case.responded', 'a', '2026-01-12T11:30:00+01:00'),
		event('survey.answered', 'a', '2026-01-13T09:00:00+01:00', { instrument: 'csat', score: 4 })
	]);
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

test('a case’s page says what was promised, what became of it, and how its time was counted', async () => {
	const { page, troubles, close } = await openPage(browser, `${house.url}/cases/a`);
	const promised = page.getByRole('region', { name: 'Promises' }).getByRole('listitem');
	const texts = (await promised.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
	expect(texts).toHaveLength(3);
	expect(texts[0]).toMatch(/^Complaint acknowledged kept, 23 h 30 min to spare/);
	expect(texts[1]).toMatch(/^Complaint remedied broken: not done in time/);
	expect(texts[2]).toMatch(
		/^First reply broken, 1 h 30 min late .*within 2 h of opening hours \(Head office\)/
	);

	await page.getByText('3 h 30 min counted').click();
	const rows = await page.getByRole('row').allInnerTexts();
	expect(rows.slice(1).map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
		'Fri 9 Jan 17:00–18:00 counted 1 h',
		'Fri 9 Jan 18:00–Sat 10 Jan 00:00 outside opening hours 6 h',
		'Sat 10 Jan 00:00–Sun 11 Jan 00:00 holiday: Founders’ day 1 d',
		'Sun 11 Jan 00:00–Mon 12 Jan 00:00 closed that day 1 d',
		'Mon 12 Jan 00:00–09:00 outside opening hours 9 h',
		'Mon 12 Jan 09:00–11:30 counted 2 h 30 min'
	]);
	expect(troubles).toEqual([]);
	await close();
});

test('a promise, a reply and an answer open the number that counts them, in the week in which they count', async () => {
	const { page, troubles, close } = await openPage(browser, `${house.url}/cases/a`);
	const sheet = page.getByRole('dialog');
	const opened = async (text: string | RegExp) => {
		await page.locator('main').getByRole('button', { name: text }).click();
		await sheet.locator('[data-lens-figure]:not(:has([role=status]))').waitFor();
		const { lens, lens_from } = Object.fromEntries(new URL(page.url()).searchParams);
		const figure = (await sheet.locator('[data-lens-figure]').innerText()).trim();
		await page.keyboard.press('Escape');
		await expect.poll(() => sheet.count()).toBe(0);
		return [lens, lens_from?.slice(0, 10), figure];
	};
	// Promised on Friday the 9th; the remedy too, which falls due in that week as well.
	expect(await opened(/^kept, 23 h 30 min/)).toEqual(['complaint_acknowledged', '2026-01-05', '1 of 1']);
	expect(await opened(/^broken: not done/)).toEqual(['promises_kept', '2026-01-05', '1 of 2']);
	const reply = ['first_response', '2026-01-05', '2\u00a0d\u00a019\u00a0h'];
	expect(await opened(/^broken, 1 h 30 min late/)).toEqual(reply);
	expect(await opened(/^First reply after/)).toEqual(reply);
	expect(await opened('4 of 5')).toEqual(['satisfaction', '2026-01-12', '1 of 1']);
	expect(troubles).toEqual([]);
	await close();
});

test.each(['en-GB', 'zh-CN'])(
	'axe finds nothing on it with the explanation open, and nothing runs out (%s)',
	async (locale) => {
		for (const colorScheme of ['light', 'dark'] as const) {
			const options = { locale, colorScheme, viewport: { width: 375, height: 900 } };
			const { page, close } = await openPage(browser, `${house.url}/cases/a`, options);
			await page.locator('details summary').last().click();
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
				[]
			);
			const overflow = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(overflow).toBe(0);
			await close();
		}
	}
);
