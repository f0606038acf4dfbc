import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import { createProducer } from '../../ingest/client/client.ts';
import { buildIfStale } from '../../src/build.ts';
import { KEY } from '../ingest/support.ts';
import { openBrowser } from '../support/browser.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';
import { store } from '../support/events.ts';
import { createVerdicts, type Verdicts } from './verdicts.ts';
import { WATCHED, type Watched } from './wall-kinds.ts';

// How long an event takes from its own time to the changed number on an open wall, in Chromium: a board of twelve tiles, a day of 43,000
// cases behind it, and a steady rate of events. Every case opened is one sample of the first tile, until a number is shown that counts it; for each
// other kind of tile a sample of its own is sent every second. Each is printed beside its limit; ends with 1 where one is missed.
// `npm run bench -- wall [--rate 1000] [--seconds 600]`, and `npx tsx test/bench/wall.ts --behind 43000` for fewer cases behind it

const { values } = parseArgs({
	options: {
		rate: { type: 'string', default: '1000' },
		seconds: { type: 'string', default: '600' },
		behind: { type: 'string', default: '43000' }
	}
});
const RATE = Number(values.rate);
const SECONDS = Number(values.seconds);
const CASES = Number(values.behind);
/** Each case opens, is answered and resolved: one of three events is counted by the number that is watched. */
const STEPS = ['case.opened', 'case.responded', 'case.resolved'] as const;
const TEAMS = 8;

const dataOf = (index: number) => ({
	...{ team: `Team ${index % TEAMS}`, agent: `Agent ${index % 64}` },
	...{ channel: index % 3 === 0 ? 'chat' : 'phone', topic: 'bill', customer: `customer ${index % 20_000}` }
});

const tile = (index: number, more: object) => ({
	...{ id: `t${index}`, x: (index % 4) * 3, y: Math.floor(index / 4) * 2, w: 3, h: 2 },
	...more
});

/** From an event's own time to the screen, ms. */
const LIMITS = { p50: 400, p99: 1_500 };
/** So often a kind of tile is sampled. */
const SAMPLED_MS = 1_000;

/** Twelve tiles. The first counts the cases that were opened; below them each kind that is watched. */
const BOARD = {
	id: 'bench',
	name: 'Benchmark',
	tiles: [
		{ kind: 'number', kpi: 'cases_opened' },
		...WATCHED.map(({ tile }) => tile),
		{ kind: 'trend', kpi: 'service_level' },
		{ kind: 'number', kpi: 'service_level' },
		{ kind: 'number', kpi: 'first_response' },
		{ kind: 'number', kpi: 'satisfaction' },
		{ kind: 'number', kpi: 'abandonment' }
	].map((more, index) => tile(index, more))
};

/** A day's cases up to now, as an organisation of some size has them. */
async function fill(clickhouse: ReturnType<typeof connect>) {
	const midnight = new Date().setUTCHours(0, 0, 0, 0);
	const span = Math.max(60_000, Date.now() - midnight - 60_000);
	const at = (ms: number) => new Date(ms).toISOString();
	for (let first = 0; first < CASES; first += 5_000) {
		const count = Math.min(5_000, CASES - first);
		await store(
			clickhouse,
			Array.from({ length: count }, (_, step) => {
				const index = first + step;
				const opened = midnight + (span * index) / CASES;
				return [
					event('case.opened', `day-${index}`, at(opened), dataOf(index)),
					event('case.responded', `day-${index}`, at(opened + 5_000 + (index % 20) * 1_000)),
					event('case.resolved', `day-${index}`, at(opened + 50_000))
				];
			}).flat()
		);
	}
}

/**
 * Notes in the page itself when each watched number was what, by the page's clock: what is drawn next is seen then. As text, for the page knows no
 * helpers of ours.
 */
const watching = (index: number, figure: string) => `{
	const seen = ((window.seen ??= {})[${index}] = []);
	const node = document.querySelector('[data-tile=t${index}]');
	const now = (tile) => ${figure};
	window.shown = { ...window.shown, [${index}]: () => now(node) };
	const note = () => {
		const shown = now(node);
		requestAnimationFrame(() => seen.push([shown, Date.now()]));
	};
	new MutationObserver(note).observe(node, { childList: true, subtree: true, characterData: true });
}`;
const OPENED = "Number(tile.querySelector('.value').textContent.replace(/\\D/g, ''))";

const Seen = z.array(z.tuple([z.number().nullable(), z.number()]));

/** How long each sample waited, in order: until a number was shown that counts it beside what stood before. */
async function waitsOf(page: Page, { tile, before, sentAt }: Sampled): Promise<number[]> {
	const seen = Seen.parse(await page.evaluate(`window.seen[${tile}]`));
	const waits: number[] = [];
	let next = 0;
	for (const [shown, time] of seen)
		for (; next < Math.min(sentAt.length, (shown ?? 0) - before); next++)
			waits.push(time - (sentAt[next] ?? time));
	return waits.sort((a, b) => a - b);
}

/** A tile that is watched: what it showed before, and when each sample happened. */
type Sampled = { tile: number; before: number; sentAt: number[] };

async function judge(page: Page, verdicts: Verdicts, kind: string, sampled: Sampled) {
	const waits = await waitsOf(page, sampled);
	const of = sampled.sentAt.length;
	if (waits.length === 0) return verdicts.unmeasured(kind, `none of ${of} was seen`);
	for (const [name, share] of [
		['p50', 0.5],
		['p99', 0.99]
	] as const)
		verdicts.judge({
			what: `${kind}, ${name} of ${waits.length} of ${of}`,
			...{ figure: at(waits, share), most: LIMITS[name], unit: ' ms' }
		});
}

const shownOf = async (page: Page) =>
	Number(((await page.locator('[data-tile=t0] .value').textContent()) ?? '').replace(/\D/g, ''));

const at = (sorted: number[], share: number) =>
	Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);

async function main() {
	buildIfStale(process.cwd(), console.log);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-wall-'));
	const engine = await startClickHouse({ dataDir });
	const env = { CLICKHOUSE_URL: engine.url('admin'), CLICKHOUSE_DATABASE: 'touchstone' };
	const clickhouse = connect({ url: env.CLICKHOUSE_URL, database: env.CLICKHOUSE_DATABASE });
	await migrate(clickhouse, env.CLICKHOUSE_DATABASE);
	await prepareSettled(clickhouse, env.CLICKHOUSE_DATABASE);
	await fill(clickhouse);
	const house = await openHouse(env);
	const verdicts = createVerdicts();
	const browser = await openBrowser();
	try {
		const put = await fetch(`${house.url}/api/boards/bench`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(BOARD)
		});
		if (!put.ok) throw new Error(`the board was refused: ${await put.text()}`);
		const { page, troubles } = await openPage(browser, `${house.url}/wall/bench`, {
			viewport: { width: 1920, height: 1080 }
		});
		while ((await shownOf(page)) < CASES) await sleep(200);
		// What there is settles and is rolled up first, as on a wall that has hung for a while.
		await sleep(20_000);
		const opened: Sampled = { tile: 0, before: await shownOf(page), sentAt: [] };
		await page.evaluate(watching(0, OPENED));
		const kinds: (Sampled & { watched: Watched })[] = [];
		for (const [index, watched] of WATCHED.entries()) {
			const tile = 1 + index;
			await page.evaluate(watching(tile, watched.figure));
			const before = z
				.number()
				.nullable()
				.parse(await page.evaluate(`window.shown[${tile}]()`));
			kinds.push({ watched, tile, before: before ?? 0, sentAt: [] });
		}

		const producer = createProducer({ url: house.ingestUrl, key: KEY });
		const { before, sentAt } = opened;
		let sampled = 0;
		const begin = performance.now();
		const perTick = RATE / STEPS.length / 50;
		let due = 0;
		for (let tick = 0; performance.now() - begin < SECONDS * 1_000; tick++) {
			for (due += perTick; due >= 1; due--) {
				const index = sentAt.length;
				const time = Date.now();
				const opened = event(STEPS[0], `live-${index}`, new Date(time).toISOString(), dataOf(index));
				sentAt.push(time);
				void producer.send(opened);
				for (const [step, type] of STEPS.slice(1).entries())
					void producer.send(event(type, `live-${index}`, new Date(time + step + 1).toISOString()));
			}
			for (; performance.now() - begin >= sampled * SAMPLED_MS; sampled++)
				for (const { watched, sentAt } of kinds) {
					const time = Date.now();
					sentAt.push(time);
					for (const sent of watched.sample(sampled, time)) {
						if (sent.type === 'case.opened') opened.sentAt.push(time);
						void producer.send(sent);
					}
				}
			await sleep(Math.max(0, begin + (tick + 1) * 20 - performance.now()));
		}
		await producer.close();
		const ended = Date.now();
		while ((await shownOf(page)) < before + sentAt.length && Date.now() - ended < 60_000) await sleep(50);
		console.log(
			`\nevent → pixel at ${RATE} events/s for ${SECONDS} s, ${CASES} cases behind, ${BOARD.tiles.length} tiles`
		);
		await judge(page, verdicts, 'number', opened);
		for (const kind of kinds) await judge(page, verdicts, kind.watched.kind, kind);
		verdicts.unmeasured('trend', 'its line counts nothing');
		verdicts.unmeasured('satisfaction', 'it is not on this board');
		if (troubles.length > 0) console.log(troubles.slice(0, 5));
	} finally {
		await browser.close();
		await house.close();
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
	if (!verdicts.sumUp()) process.exitCode = 1;
}

await main();
