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

// How long an event takes from its own time to the changed number on an open wall, in Chromium: a board of twelve tiles, a day of 43,000
// cases behind it, and a steady rate of events. Every event is one sample: until a number is shown that counts it.
// `npx tsx test/bench/wall.ts [--rate 1000] [--seconds 600] [--cases 43000] [--board contact-centre]`

const { values } = parseArgs({
	options: {
		rate: { type: 'string', default: '1000' },
		seconds: { type: 'string', default: '600' },
		cases: { type: 'string', default: '43000' }
	}
});
const RATE = Number(values.rate);
const SECONDS = Number(values.seconds);
const CASES = Number(values.cases);
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

/** Twelve tiles, of every kind. The first counts the cases that were opened. */
const BOARD = {
	id: 'bench',
	name: 'Benchmark',
	tiles: [
		{ kind: 'number', kpi: 'cases_opened' },
		{ kind: 'number', kpi: 'service_level' },
		{ kind: 'number', kpi: 'first_response' },
		{ kind: 'number', kpi: 'satisfaction' },
		{ kind: 'waiting' },
		{ kind: 'broken' },
		{ kind: 'queue' },
		{ kind: 'teams', kpi: 'service_level' },
		{ kind: 'trend', kpi: 'service_level' },
		{ kind: 'recovery' },
		{ kind: 'staff' },
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

/** Notes in the page itself when the watched number was what, by the page's clock: what is drawn next is seen then. As text, for the page knows no helpers of ours. */
const WATCH = `{
	window.seen = [];
	const node = document.querySelector('[data-tile=t0] .value');
	const note = () => {
		const shown = Number(node.textContent.replace(/\\D/g, ''));
		requestAnimationFrame(() => window.seen.push([shown, Date.now()]));
	};
	new MutationObserver(note).observe(node, { childList: true, subtree: true, characterData: true });
}`;

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
		const before = await shownOf(page);
		await page.evaluate(WATCH);

		const producer = createProducer({ url: house.ingestUrl, key: KEY });
		const sentAt: number[] = [];
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
			await sleep(Math.max(0, begin + (tick + 1) * 20 - performance.now()));
		}
		await producer.close();
		const ended = Date.now();
		while ((await shownOf(page)) < before + sentAt.length && Date.now() - ended < 60_000) await sleep(50);
		const seen = z.array(z.tuple([z.number(), z.number()])).parse(await page.evaluate('window.seen'));
		const waits: number[] = [];
		let next = 0;
		for (const [shown, time] of seen)
			for (; next < Math.min(sentAt.length, shown - before); next++)
				waits.push(time - (sentAt[next] ?? time));
		waits.sort((a, b) => a - b);
		console.log(
			`event → pixel at ${RATE} events/s for ${SECONDS} s, ${CASES} cases behind, ${BOARD.tiles.length} tiles: ` +
				`p50 ${at(waits, 0.5)} ms, p90 ${at(waits, 0.9)}, p99 ${at(waits, 0.99)}, max ${at(waits, 1)} ` +
				`(${waits.length} of ${sentAt.length} cases, ${seen.length} changes, the last seen ${((seen.at(-1)?.[1] ?? ended) - ended) / 1000} s after the end)`
		);
		if (troubles.length > 0) console.log(troubles.slice(0, 5));
	} finally {
		await browser.close();
		await house.close();
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

await main();
