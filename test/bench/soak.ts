import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession, WebSocketRoute } from 'playwright-core';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { buildIfStale } from '../../src/build.ts';
import { isFeed, type LiveAsk } from '../../src/lib/live-ask.ts';
import { readLiveQuestion } from '../../src/lib/server/live/question.ts';
import { openBrowser } from '../support/browser.ts';
import { openHouse, openPage } from '../support/house.ts';

// A wall that hangs for a day: as many ticks as a day has seconds, each changing every tile, sent to the real page as fast as it takes them. What its
// heap is after the first hour and after the last, and how long a tick keeps its main thread.
// `npx tsx test/bench/soak.ts [--ticks 86400] [--board organisation]`

const { values } = parseArgs({
	options: {
		ticks: { type: 'string', default: '86400' },
		board: { type: 'string', default: 'organisation' }
	}
});
const TICKS = Number(values.ticks);
/** As many as an hour has seconds, or the same share of fewer. */
const HOUR = Math.round(TICKS / 24);
/** The page draws at least so often. */
const DRAWN = 10;
const TEAMS = 8;
const LINES = 12;

const now = () => new Date().toISOString();
const today = () => now().slice(0, 10);
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** A number that is another one with every tick. */
const row = (tick: number, more: object = {}) => {
	const kept = 700 + ((tick * 37) % 300);
	return {
		...{ group: null, bucket: null, value: kept / 1000, n: 1000, numerator: kept, denominator: 1000 },
		...{ low: kept / 1000 - 0.02, high: kept / 1000 + 0.02, immature: 0 },
		...more
	};
};

const LISTS = {
	actions: (tick: number) =>
		Array.from({ length: LINES }, (_, at) => ({
			...{ promise_id: `p${tick - at}`, case_id: `c${tick - at}`, metric: 'first_response', state: 'broken' },
			...{
				made_at: ago(300 + at),
				due_at: ago(60 + at),
				breach_at: ago(60 + at),
				owner: `Agent ${at}`,
				team: 'Hotline'
			}
		})),
	complaints: (tick: number) =>
		Array.from({ length: LINES }, (_, at) => ({
			...{
				case_id: `k${tick - at}`,
				received_at: ago(3600 * at),
				due_at: ago(3600 * at - 86_400),
				soon_at: ago(3600 * at - 82_800)
			},
			...{ team: 'Hotline', reason: 'Late delivery' }
		})),
	answers: (tick: number) =>
		Array.from({ length: LINES }, (_, at) => ({
			...{
				case_id: `a${tick - at}`,
				at: ago(at),
				team: 'Hotline',
				instrument: 'csat',
				score: 4,
				scale: 5,
				good: true
			}
		})),
	staff: (tick: number) =>
		Array.from({ length: TEAMS }, (_, team) => ({
			team: `Team ${team}`,
			available: (tick + team) % 9,
			busy: 3
		})),
	forgotten: () => [],
	standards: () => [
		{ metric: 'first_response', team: '', channel: 'phone', tier: '', threshold_s: 15, clock: 'calendar' }
	],
	annotations: (tick: number) => [
		{ kind: 'event', first_day: today(), last_day: today(), text: `Prices went up ${tick} times`, teams: [] }
	]
} as const;

function answerTo(ask: LiveAsk, tick: number) {
	const told = { as_of: now(), watermark: now() };
	if (isFeed(ask))
		return { ...told, feed: ask.feed, rows: LISTS[ask.feed](tick), counts: { broken: tick, open: tick } };
	const teams = Array.from({ length: TEAMS }, (_, team) => row(tick + team, { group: `Team ${team}` }));
	const hours = Array.from({ length: 12 }, (_, hour) =>
		row(tick + hour, { bucket: ago(3600 * (12 - hour)) })
	);
	const rows = ask.grain === 'hour' ? hours : ask.by ? teams : [row(tick)];
	return { ...told, kpi: ask.kpi, version: 1, from: ask.from, to: ask.to, rows };
}

const message = (asks: readonly LiveAsk[], tick: number) =>
	JSON.stringify({
		pulse: {
			...{ as_of: now(), watermark: now(), last_received: now() },
			...{ simulated: false, real: true, trouble: null }
		},
		answers: asks.map((ask, index) => ({ index, answer: answerTo(ask, tick) }))
	});

async function heapOf(cdp: CDPSession): Promise<number> {
	for (let times = 0; times < 3; times++) await cdp.send('HeapProfiler.collectGarbage');
	return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

async function busyOf(cdp: CDPSession): Promise<number> {
	const { metrics } = await cdp.send('Performance.getMetrics');
	return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

async function main() {
	buildIfStale(process.cwd(), console.log);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-soak-'));
	const engine = await startClickHouse({ dataDir });
	const env = { CLICKHOUSE_URL: engine.url('admin'), CLICKHOUSE_DATABASE: 'touchstone' };
	const clickhouse = connect({ url: env.CLICKHOUSE_URL, database: env.CLICKHOUSE_DATABASE });
	await migrate(clickhouse, env.CLICKHOUSE_DATABASE);
	const house = await openHouse(env);
	const browser = await openBrowser();
	try {
		const { page } = await openPage(browser, 'about:blank', { viewport: { width: 1920, height: 1080 } });
		let asks: LiveAsk[] = [];
		let live: WebSocketRoute | undefined;
		await page.routeWebSocket(/\/live$/, (socket) => {
			live = socket;
			socket.onMessage((text) => void (asks = readLiveQuestion(String(text))?.ask ?? []));
		});
		await page.goto(`${house.url}/wall/${values.board}`);
		while (asks.length === 0) await page.waitForTimeout(50);
		const cdp = await page.context().newCDPSession(page);
		await cdp.send('Performance.enable');
		const drawn = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));

		let first = 0;
		const busy = await busyOf(cdp);
		const began = performance.now();
		for (let tick = 1; tick <= TICKS; tick++) {
			live?.send(message(asks, tick));
			if (tick % DRAWN === 0) await drawn();
			if (tick === HOUR) first = await heapOf(cdp);
			if (tick % HOUR === 0)
				console.log(
					`${Math.round((24 * tick) / TICKS)} h: heap ${((await heapOf(cdp)) / 1e6).toFixed(2)} MB`
				);
		}
		await drawn();
		const perTick = (1000 * ((await busyOf(cdp)) - busy)) / TICKS;
		const last = await heapOf(cdp);
		console.log(
			`${TICKS} ticks of ${asks.length} questions on ${values.board} in ${((performance.now() - began) / 1000).toFixed(0)} s: ` +
				`heap after ÷ after the first hour ${(last / first).toFixed(3)}; main thread ${perTick.toFixed(1)} ms a tick`
		);
	} finally {
		await browser.close();
		await house.close();
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

await main();
