import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CloudEvent } from '#schema/event.ts';
import type { KpiRow } from '#schema/kpi.ts';
import { createProducer, type Producer } from '../../ingest/client/client.ts';
import type { Freshness } from '../../src/lib/freshness.ts';
import type { LiveAnswer, LiveAsk } from '../../src/lib/live-ask.ts';
import { SHIPPED } from '../../src/lib/wall/shipped.ts';
import { createRandom } from '../faults/campaign/random.ts';
import { KEY } from '../ingest/support.ts';
import { ListedFeed } from '../../src/lib/server/feeds/params.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { drained } from '../support/drained.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

// Traffic comes in bursts. At each pause, every tile of each board that comes with the product says what the API says: the same rows for
// each question, and the same numbers in words.

const BURSTS = 4;
let browser: Browser;
let db: TestDatabase;
let house: Awaited<ReturnType<typeof openHouse>>;
let producer: Producer;

beforeAll(async () => {
	browser = await openBrowser();
	db = await testDatabase({ settled: true });
	house = await openHouse({ CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database });
	producer = createProducer({ url: house.ingestUrl, key: KEY });
	// Enough for percentages from the beginning.
	await burst(0, 120);
});
afterAll(async () => {
	await producer.close();
	await browser.close();
	await house.close();
	await db.drop();
});

const { next, pick, whole } = createRandom(20_261_123);
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** A case that is over, or waits since long: no promise of it falls due within the test, so nothing changes with time alone. */
function story(id: string): CloudEvent[] {
	const [team, channel] = [pick(['Hotline', 'Mail', 'Shop']), pick(['phone', 'chat'])];
	const opened = whole(130, 190);
	const waited = pick([3, 9, 14, 40, 90]);
	const kind = next() < 0.15 ? 'complaint' : 'request';
	const first = event('case.opened', id, ago(opened), { team, channel, kind, tier: pick(['gold', 'vip']) });
	if (next() < 0.1) return [first];
	if (next() < 0.1) return [first, event('case.abandoned', id, ago(opened - waited))];
	return [
		first,
		event('case.responded', id, ago(opened - waited), { agent: pick(['Ann', 'Bob', 'Mei']) }),
		...(kind === 'complaint' ? [event('complaint.acknowledged', id, ago(opened - waited - 10))] : []),
		event('case.resolved', id, ago(opened - 110)),
		...(next() < 0.5
			? [event('survey.answered', id, ago(10), { instrument: 'csat', score: whole(1, 5) })]
			: [])
	];
}

async function burst(number: number, cases = 30) {
	const events = Array.from({ length: cases }, (_, index) => story(`b${number}-${index}`)).flat();
	events.push(
		event('agent.state', 'x', ago(30), {
			team: 'Hotline',
			agent: pick(['Ann', 'Bob']),
			state: pick(['busy', 'available'])
		})
	);
	for (const one of events) await producer.send(one);
	await producer.drain();
	await drained(house.ingestUrl);
}

/** What a page asks, and what it was told last for each question. */
function listen(page: Page) {
	let asks: LiveAsk[] = [];
	let answers: (LiveAnswer | null)[] = [];
	let fresh: Freshness | undefined;
	page.on('websocket', (socket) => {
		socket.on('framesent', ({ payload }) => {
			asks = JSON.parse(String(payload)).ask;
			answers = [];
			fresh = undefined;
		});
		socket.on('framereceived', ({ payload }) => {
			const said = JSON.parse(String(payload));
			for (const { index, answer } of said.answers ?? []) answers[index] = answer;
			fresh = said.fresh ?? fresh;
		});
	});
	return { asks: () => asks, answers: () => answers, fresh: () => fresh };
}

/** Lists that the API tells as well; the others are of a wall alone. */
const API_FEEDS: ReadonlySet<string> = new Set(['actions', ...ListedFeed.options]);

const params = (of: Record<string, unknown>) =>
	Object.entries(of)
		.flatMap(([name, value]) =>
			(Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const)
		)
		.filter(([, value]) => value !== 'undefined')
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');

async function apiSays(ask: LiveAsk) {
	const { teams: team, channels: channel } = ask;
	const path =
		'kpi' in ask
			? `/api/kpi/${ask.kpi}?${params({ from: ask.from, to: ask.to, grain: ask.grain, by: ask.by, team, channel })}`
			: `${ask.feed === 'actions' ? '/api/actions' : `/api/feeds/${ask.feed}`}?${params({ limit: ask.limit, team, channel })}`;
	const answer = await fetch(house.url + path);
	expect([path, answer.status]).toEqual([path, 200]);
	const { rows, counts } = await answer.json();
	return { rows, counts };
}

/** For how long the oldest has waited is told as of each answer; since when, of both. */
const atAnyTime = (told: { rows: readonly unknown[] }) => ({
	...told,
	rows: told.rows.map((row) => (typeof row === 'object' ? { ...row, oldest_s: undefined } : row))
});

const text = (page: Page, tile: string) =>
	page
		.locator(`[data-tile=${tile}] .value`)
		.first()
		.textContent()
		.then((said) => (said ?? '').replace(/\s+/g, ' ').trim());

/** Resolves when all that was stored until a moment is in everything the page was told. */
const toldOf = (heard: ReturnType<typeof listen>, since: number) =>
	expect
		.poll(
			() => {
				const { as_of, changed_at, answered_at } = heard.fresh() ?? {
					as_of: 0,
					changed_at: 0,
					answered_at: []
				};
				return as_of >= since && answered_at.every((at) => at !== null && at >= changed_at);
			},
			{ timeout: 100_000 }
		)
		.toBe(true);

/** What the share, count or broken promises of an API row read on a tile. */
function inWords(kind: string, { value, numerator, denominator }: KpiRow): string {
	if (kind === 'broken') return String(denominator - numerator);
	return kind === 'waiting' ? String(value) : ((value ?? 0) * 100).toFixed(1);
}

test.each(SHIPPED.map((board) => [board.id, board] as const))(
	'after each burst every tile of %s says what the API says',
	async (id, board) => {
		const { page, troubles, close } = await openPage(browser, 'about:blank', {
			viewport: { width: 1920, height: 1080 }
		});
		const heard = listen(page);
		await page.goto(`${house.url}/wall/${id}`);
		let samples = 0;
		for (let number = 1; number <= BURSTS; number++) {
			await burst(Number(`${SHIPPED.indexOf(board) + 1}${number}`));
			await toldOf(heard, Date.now());
			const asks = heard.asks().map((ask, index) => ({ ask, told: heard.answers()[index] }));
			for (const [index, { ask }] of asks.entries()) {
				if ('feed' in ask && !API_FEEDS.has(ask.feed)) continue;
				const tellings = async () => {
					const told = heard.answers()[index];
					const rows: readonly unknown[] = told?.rows ?? [];
					// Of promises a wall has the latest as well, where these are not among the first.
					const first = 'feed' in ask ? rows.slice(0, ask.limit) : rows;
					const counts = told && 'counts' in told ? told.counts : undefined;
					return [
						{ ask, rows: first, counts },
						{ ask, ...(await apiSays(ask)) }
					] as const;
				};
				// What it says changes with the clock as well: a wall asks again, and then both are of one moment.
				await vi.waitFor(
					async () => {
						const [wall, api] = await tellings();
						expect(atAnyTime(wall)).toEqual(atAnyTime(api));
					},
					{ timeout: 60_000, interval: 200 }
				);
				samples++;
			}
			for (const tile of board.tiles) {
				if (!['number', 'waiting', 'broken'].includes(tile.kind)) continue;
				if ('kpi' in tile && tile.kpi === 'first_response') continue;
				const kpi = 'kpi' in tile ? tile.kpi : tile.kind === 'waiting' ? 'waiting_now' : 'promises_kept';
				const total = asks.find(
					({ ask }) => 'kpi' in ask && ask.kpi === kpi && ask.grain === 'total' && !ask.by
				);
				const row = total?.told?.rows[0];
				if (!row || !('n' in row) || row.n < 30 || row.value === null) continue;
				await expect.poll(() => text(page, tile.id), { message: tile.id }).toContain(inWords(tile.kind, row));
				samples++;
			}
		}
		// Over the three boards more than a hundred.
		expect(samples).toBeGreaterThan(30);
		expect(troubles).toEqual([]);
		await close();
	}
);
