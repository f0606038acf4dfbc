import { AxeBuilder } from '@axe-core/playwright';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CATALOGUE } from '#schema/catalogue.ts';
import { KPI_ROWS, KpiId, type KpiRow } from '#schema/kpi.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';
import { cellText } from '../../src/lib/weekly/cell.ts';
import { ALL_REVIEWED } from '../../src/lib/weekly/reviewed.ts';
import { reviewWeeks } from '../../src/lib/weekly/weeks.ts';
import { addDays, mondayOf } from '../../src/lib/zone.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;

const NOW = Date.now();
const RUNNING = mondayOf(new Date(NOW).toISOString().slice(0, 10));
const WEEK = addDays(RUNNING, -7);
const TEAMS = ['East', 'West'];
const YEAR_AGO = reviewWeeks(WEEK, { now: NOW, zone: 'UTC' }).yearAgo?.from.slice(0, 10) ?? '';

/** So many answers of a team in the week of a Monday, the first of which are satisfied. */
const answers = (monday: string, team: string, count: number, satisfied: number) =>
	Array.from({ length: count }, (_, at) =>
		event('survey.answered', `s-${monday}-${team}-${at}`, `${addDays(monday, at % 7)}T09:00:00`, {
			...{ instrument: 'csat', score: at < satisfied ? 5 : 2, team, channel: 'phone' }
		})
	);

/** Calls of a team, each answered after so many seconds and resolved. */
const calls = (monday: string, team: string, seconds: number) =>
	Array.from({ length: 6 }, (_, at) => {
		const [id, day] = [`c-${monday}-${team}-${at}`, addDays(monday, at)];
		const data = { team, channel: 'phone', customer: id };
		return [
			event('case.opened', id, `${day}T10:00:00`, data),
			event('case.responded', id, `${day}T10:00:${String(seconds + at).padStart(2, '0')}`),
			event('case.resolved', id, `${day}T10:30:00`)
		];
	}).flat();

/** What else there is to say in a week: of recommending, of effort, of complaints and of customers, so that every unit is told. */
const others = (monday: string, team: string) =>
	Array.from({ length: 6 }, (_, at) => {
		const [id, day] = [`o-${monday}-${team}-${at}`, addDays(monday, at)];
		const said = { team, channel: 'phone', customer: id };
		return [
			event('customer.active', `${id}-a`, `${day}T09:00:00`, said),
			event('survey.answered', `${id}-n`, `${day}T09:10:00`, { ...said, instrument: 'nps', score: 4 + at }),
			event('survey.answered', `${id}-e`, `${day}T09:20:00`, { ...said, instrument: 'ces', score: 1 + at }),
			event('case.opened', id, `${day}T11:00:00`, {
				...said,
				...(at < 2 && { kind: 'complaint', reason: 'late' })
			}),
			event('case.responded', id, `${day}T11:00:05`),
			event('case.resolved', id, `${day}T11:30:00`)
		];
	}).flat();

const addressOf = (monday: string) => `${house.url}/weekly?week=${isoWeekOf(monday)}`;

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	await aimFor({ satisfaction: 0.8, nps: -90, complaints_per_10k: 5_000 });
	const before = Array.from({ length: 15 }, (_, back) => addDays(WEEK, -7 * (back + 1)));
	await house.send(
		TEAMS.flatMap((team) => [
			...before.flatMap((monday, at) => [
				...answers(monday, team, 20, 17 + (at % 2)),
				...calls(monday, team, 5),
				...others(monday, team)
			]),
			...calls(WEEK, team, 5),
			...others(WEEK, team),
			...calls(YEAR_AGO, team, 7)
		])
	);
	// In the week under review the customers of one team are unhappy.
	await house.send([...answers(WEEK, 'East', 20, 6), ...answers(WEEK, 'West', 20, 17)]);
	const now = new Date(Math.max(NOW - 60_000, Date.parse(`${RUNNING}T00:00:00Z`))).toISOString();
	await house.send([event('case.opened', 'running', now, { team: 'East', channel: 'phone' })]);
	// Once the days are rolled up, page and API answer from the same cells; from the facts before, a duration is exact.
	const isRolledUp = async () => {
		const rows = await Promise.all(
			(['week', 'before'] as const).map((of) => rowsOf('resolution_time', { of }))
		);
		return rows.every(([row]) => (row?.value ?? 0) > 1800);
	};
	for (let tries = 0; tries < 120 && !(await isRolledUp()); tries++) await sleep(1_000);
});
afterAll(async () => {
	await browser.close();
	await house.close();
	await db.drop();
});

/** Sets targets for as long as there are data. */
async function aimFor(targets: Record<string, number>) {
	const address = `${house.url}/api/standards`;
	const { standards } = await (await fetch(address)).json();
	const parameters = Object.entries(targets).map(([key, value]) => ({
		...{ name: 'target', key, value },
		valid_from: '1990-01-01T00:00:00.000Z'
	}));
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ standards, parameters });
	expect((await fetch(address, { method: 'PUT', headers, body })).status).toBe(200);
}

const RANGES = {
	week: [WEEK, RUNNING],
	before: [addDays(WEEK, -7), WEEK],
	year_ago: [YEAR_AGO, addDays(YEAR_AGO, 7)]
} as const;

/** What the API says of a week, or of one it stands beside: in total, or by team. */
async function rowsOf(
	kpi: KpiId,
	{ of = 'week', more = '' }: { of?: keyof typeof RANGES; more?: string } = {}
) {
	const [from, to] = RANGES[of];
	// As the page asks: a duration over several roll-ups is told within 1 %, and where nothing was there is no row.
	const range = `from=${from}T00:00:00Z&to=${to}T00:00:00Z${of === 'year_ago' ? '' : '&grain=week'}`;
	const answer = await fetch(`${house.url}/api/kpi/${kpi}?${range}${more}`);
	return z.object({ rows: z.array(KPI_ROWS[kpi]) }).parse(await answer.json()).rows;
}
const ask = async (kpi: KpiId, more = '') => (await rowsOf(kpi, { more }))[0];

/** Of complaints per 10,000 customers the complaints are listed, and n is the customers; of effort the answers and what the cases themselves tell of it. */
function listedOf(row: KpiRow | undefined) {
	if (row && 'denominator_is' in row) return row.numerator;
	return row && 'transfers' in row ? row.n + row.cases : undefined;
}

/** A number as people read it, and as the page is to write it. */
const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const written = (kpi: KpiId, row: KpiRow | undefined) => tidy(cellText(kpi, row, screen));
/** Spaces stand in the text or in the style. */
const tidy = (text: string) => text.replace(/\s+/g, '');

/** What is read there with the eyes; who hears it is also told where a number leads. */
const seenIn = (place: Locator) =>
	place.evaluate((element) => {
		const seen = element.cloneNode(true);
		if (seen instanceof Element) for (const heard of seen.querySelectorAll('.heard, sup')) heard.remove();
		return seen.textContent ?? '';
	});

async function open(address: string, options: BrowserContextOptions = {}) {
	const opened = await openPage(browser, address, options);
	await opened.page.locator('tr[data-kpi]').first().waitFor();
	return opened;
}

describe('the weekly review', () => {
	/** One page for all that only read it. */
	let read: Awaited<ReturnType<typeof open>>;
	beforeAll(async () => void (read = await open(addressOf(WEEK))));
	afterAll(() => read.close());

	test('sets numbers that are no promise against their targets', async () => {
		const { page } = read;
		const aimOf = (kpi: string) => page.locator(`tr[data-kpi=${kpi}] td.promise`);
		expect(tidy(await seenIn(aimOf('satisfaction')))).toBe('target≥80.0%missed');
		expect(await aimOf('nps').locator('[data-verdict]').getAttribute('data-verdict')).toBe('reached');
		expect(tidy(await seenIn(aimOf('complaints_per_10k')))).toContain('target≤5,000');
		expect(tidy(await seenIn(aimOf('effort')))).toBe('');
		expect(tidy(await seenIn(aimOf('promises_kept')))).toContain('kept');
	});

	test('is in the top bar, and shows the last complete week', async () => {
		const { page, troubles, close } = await openPage(browser, house.url);
		await page.getByRole('link', { name: 'Weekly review' }).click();
		await page.getByRole('heading', { level: 1, name: isoWeekOf(WEEK) }).waitFor();
		await page.locator('tr[data-kpi]').first().waitFor();
		await expect.poll(() => page.locator('tr[data-kpi]').count()).toBe(ALL_REVIEWED.length);
		expect(troubles).toEqual([]);
		await close();
	});

	test('says every number as the API does: the week, the one before and a year ago, of all and of each team', async () => {
		const { page } = read;
		await expect.poll(() => page.locator('td.beside', { hasText: '…' }).count()).toBe(0);
		const kpis = z
			.array(KpiId)
			.parse(
				await page
					.locator('tr[data-kpi]')
					.evaluateAll((all) => all.map((row) => row.getAttribute('data-kpi')))
			);
		const [said, expected, units]: [unknown[], unknown[], Set<string>] = [[], [], new Set()];
		const compare = (where: string, kpi: KpiId, seen: string, row: KpiRow | undefined) => {
			said.push([kpi, where, tidy(seen)]);
			expected.push([kpi, where, written(kpi, row)]);
			if (row?.value !== null && (row?.n ?? 0) >= 5) units.add(`${where} ${CATALOGUE[kpi].unit}`);
		};
		for (const kpi of kpis) {
			const row = page.locator(`tr[data-kpi="${kpi}"]`);
			const [now] = await rowsOf(kpi);
			compare('week', kpi, await seenIn(row.locator('td.now .value')), now);
			if (now && now.n > 0)
				expect([kpi, tidy(await row.locator('td.now').innerText())]).toEqual([
					kpi,
					expect.stringContaining(tidy(`n ${screen.count(now.n)}`))
				]);
			for (const [at, of] of (['before', 'year_ago'] as const).entries()) {
				const [then] = await rowsOf(kpi, { of });
				const cell = row.locator('td.beside').nth(at).locator('.value');
				compare(of, kpi, await seenIn(cell), then);
			}
			const teams = await rowsOf(kpi, { more: '&by=team' });
			const figures = page.locator(`#trend-${kpi} figure[data-team]`);
			for (const figure of await figures.all()) {
				const team = await figure.getAttribute('data-team');
				const its = teams.find(({ group }) => group === team);
				compare('team', kpi, await seenIn(figure.locator('.value')), its);
			}
			expect([kpi, await figures.count()]).toEqual([kpi, expect.toSatisfy((n: number) => n >= teams.length)]);
		}
		expect(said).toEqual(expected);
		// Every unit was there, of the week at least.
		expect([...units].filter((one) => one.startsWith('week')).sort()).toEqual(
			[...new Set(kpis.map((kpi) => `week ${CATALOGUE[kpi].unit}`))].sort()
		);
		expect([...units].some((one) => one.startsWith('year_ago'))).toBe(true);
	});

	test('says in a sentence what changed, and nothing else', async () => {
		const { page } = read;
		const lines = await page.locator('li[data-change] p:first-of-type').allInnerTexts();
		// The scorecard moves with the satisfaction it is made of.
		const own = lines.filter((line) => !/scorecard/.test(line));
		expect(own).toEqual([
			expect.stringMatching(
				/^Customer satisfaction fell to 57\.5\s% \(n = 40\); its 13 weeks before lie between/
			),
			expect.stringMatching(/^Customer satisfaction of East fell to 30\.0\s% \(n = 20\); its 13 weeks/)
		]);
		expect(await page.locator('tr[data-kpi="satisfaction"] .arrow').count()).toBe(1);
		const arrows = await page
			.locator('tr:has(.arrow)')
			.evaluateAll((all) => all.map((row) => row.getAttribute('data-kpi')));
		expect(arrows.filter((kpi) => kpi !== 'scorecard')).toEqual(['satisfaction']);
	});

	test('leads from a change to the number, and from there to as many cases', async () => {
		const { page, troubles, close } = await open(addressOf(WEEK));
		await page
			.locator('li[data-group="East"]', { hasText: 'Customer satisfaction' })
			.getByRole('button', { name: 'Formula and cases' })
			.click();
		const sheet = page.getByRole('dialog');
		await expect.poll(() => sheet.locator('[data-lens-figure]').textContent()).toMatch(/30\.0\s%/);
		const href = await sheet.locator('a[href^="/api/kpi/"][href*="/cases?"]').getAttribute('href');
		const behind = await (await fetch(`${house.url}${href}&limit=1000`)).json();
		expect(z.object({ cases: z.array(z.unknown()) }).parse(behind).cases).toHaveLength(20);
		expect(troubles).toEqual([]);
		await close();
	});

	test('opens its numbers, and behind it are as many cases as it says', async () => {
		const { page, close } = await open(addressOf(WEEK));
		const rows = page.locator('tr[data-kpi]:has(td.now a[data-behind])');
		const kpis = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-kpi')));
		expect(kpis.length).toBeGreaterThan(8);
		for (const kpi of kpis) {
			const cell = page.locator(`tr[data-kpi="${kpi}"] td.now`);
			const said = /n (\d+)/.exec(await cell.innerText())?.[1];
			await cell.getByRole('button').click();
			const sheet = page.getByRole('dialog');
			await expect.poll(() => sheet.locator('[data-lens-figure] + p').innerText()).toContain(`n ${said}`);
			const href = await sheet.locator('a[href^="/api/kpi/"][href*="/cases?"]').first().getAttribute('href');
			const behind = await (await fetch(`${house.url}${href}&limit=1000`)).json();
			// Cases that cannot be judged yet are listed as well.
			const row = await ask(KpiId.parse(kpi));
			const young = row?.immature ?? 0;
			const { cases } = z.object({ cases: z.array(z.unknown()) }).parse(behind);
			expect([kpi, cases.length - young]).toEqual([kpi, listedOf(row) ?? Number(said)]);
			await page.keyboard.press('Escape');
			await expect.poll(() => sheet.count()).toBe(0);
		}
		await close();
	});

	test('puts teams in groups where their intervals separate', async () => {
		const { page } = read;
		const satisfaction = page.locator('#trend-satisfaction');
		expect(await satisfaction.locator('.tier').allInnerTexts()).toEqual(['Group 1 of 2', 'Group 2 of 2']);
		expect(await satisfaction.locator('figure .name').allInnerTexts()).toEqual(['All', 'East', 'West']);
		expect(await page.locator('#trend-first_response .tier').count()).toBe(0);
	});

	test('is calm in a week like the others', async () => {
		const { page, close } = await open(addressOf(addDays(WEEK, -7)));
		await page.getByText('Nothing changed beyond what happens from week to week.').waitFor();
		expect(await page.locator('li[data-change], tr .arrow').count()).toBe(0);
		await close();
	});

	test('says that too few weeks are known to judge one', async () => {
		const { page, close } = await open(addressOf(addDays(WEEK, -7 * 13)));
		await page.getByText(/^Nothing can be judged yet/).waitFor();
		await close();
	});

	test('says that a week is empty, and how far the data reach', async () => {
		const { page, close } = await open(addressOf(addDays(WEEK, -7 * 40)));
		await page.getByRole('heading', { name: 'No data in this week' }).waitFor();
		await close();
	});

	test('turns its weeks by the arrow keys', async () => {
		const { page, close } = await open(`${addressOf(WEEK)}&team=East`);
		const heading = (monday: string) => page.getByRole('heading', { level: 1, name: isoWeekOf(monday) });
		// Keys are heard once the page is awake.
		await page.locator('li[data-group="East"] button').first().click();
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.press('Escape');
		// Closing it goes back in the history, and a step that is under way ends one begun before it is done.
		await expect.poll(() => new URL(page.url()).searchParams.has('lens')).toBe(false);
		expect(new URL(page.url()).searchParams.get('week')).toBe(isoWeekOf(WEEK));
		await page.keyboard.press('ArrowLeft');
		await heading(addDays(WEEK, -7)).waitFor();
		expect(new URL(page.url()).searchParams.getAll('team')).toEqual(['East']);
		await page.keyboard.press('ArrowRight');
		await heading(WEEK).waitFor();
		await close();
	});

	test('marks the week that is running, judges nothing in it, and ends with it', async () => {
		const { page, close } = await open(addressOf(RUNNING));
		await page
			.getByRole('note')
			.getByText(/^Still running, as of/)
			.waitFor();
		await page.getByText('This week is judged when it is over.').waitFor();
		expect(await page.locator('li[data-change]').count()).toBe(0);
		expect(await page.locator('a[rel="next"]').count()).toBe(0);
		await close();
	});

	test('is of the chosen team alone', async () => {
		const { page, close } = await open(`${addressOf(WEEK)}&team=West`);
		const row = await ask('satisfaction', '&team=West');
		const cell = tidy(await page.locator('tr[data-kpi="satisfaction"] td.now').innerText());
		expect(cell).toContain(written('satisfaction', row));
		expect(cell).toContain(`n${row?.n}`);
		expect(await page.getByLabel('Team').locator('option').allInnerTexts()).toEqual(['All teams', ...TEAMS]);
		await close();
	});

	test.each([
		['week=2026-W54', /2026-W54.*ISO week that has begun, such as \?week=\d{4}-W\d{2}/],
		['week=9998-W01', /9998-W01/],
		['channel=fax', /fax.*phone, chat/],
		['weak=1', /weak.*week, team and channel/]
	])('%s is refused with the remedy', async (query, said) => {
		const answer = await fetch(`${house.url}/weekly?${query}`, { headers: { 'accept-language': 'en' } });
		expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(said)]);
	});

	test('speaks Chinese', async () => {
		const { page, close } = await open(addressOf(WEEK), { locale: 'zh-CN' });
		await page.getByText(/^East\s*的满意度降至\s*30\.0/).waitFor();
		expect(await page.locator('main').innerText()).not.toMatch(/weeks|undefined|null/);
		await close();
	});

	test('fits a phone', async () => {
		const { page, close } = await open(addressOf(WEEK), { viewport: { width: 375, height: 800 } });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
		await close();
	});

	for (const [locale, colorScheme, width] of [
		['en-GB', 'light', 1440],
		['zh-CN', 'dark', 1440],
		['en-GB', 'dark', 375],
		['zh-CN', 'light', 375]
	] as const)
		test(`axe finds nothing (${locale}, ${colorScheme}, ${width} px)`, async () => {
			const { page, close } = await open(addressOf(WEEK), {
				...{ locale, colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } }
			});
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual(
				[]
			);
			await close();
		});
});
