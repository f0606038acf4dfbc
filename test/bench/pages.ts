import { parseArgs } from 'node:util';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiAsk } from '#schema/kpi.ts';
import { isoWeekOf } from '../../src/lib/iso-week.ts';
import { isFeed, type LiveAsk } from '../../src/lib/live-ask.ts';
import { OVERVIEW, planOf, TEAM } from '../../src/lib/plan.ts';
import { DEFAULT_QUESTION, periodOf } from '../../src/lib/question.ts';
import { askFeed } from '../../src/lib/server/feeds/ask.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { loadReview } from '../../src/lib/server/weekly/review.ts';
import { wallPlan } from '../../src/lib/wall/plan.ts';
import { WallQuestion } from '../../src/lib/wall/question.ts';
import { SHIPPED } from '../../src/lib/wall/shipped.ts';
import { addDays, dateIn, mondayOf } from '../../src/lib/zone.ts';
import { FULL } from './history.ts';
import { leastOnCases } from './least.ts';
import { atShare, DAY, NOW, openHistory, timesOf, ZONE } from './settled-history.ts';

// Every statement the overview, the walls and the weekly review send over a long history, each alone: caught while the page is asked as its
// server asks it, and sent again. `npx tsx test/bench/pages.ts [--data FOLDER] [--cases 20000000] [--weeks 13] [--runs 20] [--page weekly]`; the
// folder is that of settled.ts.

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: '400000' },
		weeks: { type: 'string', default: String(FULL.weeks) },
		runs: { type: 'string', default: '20' },
		page: { type: 'string', default: '' }
	}
});
const RUNS = Number(values.runs);

type Statement = Parameters<ClickHouseClient['query']>[0];

const { clickhouse, settler, close } = await openHistory({
	...{ data: values.data, cases: Number(values.cases), weeks: Number(values.weeks) }
});

/** The same client, and what it is asked. */
function listening() {
	const heard: Statement[] = [];
	const client = new Proxy(clickhouse, {
		get(target, name) {
			if (name !== 'query') return Reflect.get(target, name) as unknown;
			return (statement: Statement) => {
				heard.push(statement);
				return target.query(statement);
			};
		}
	});
	return { client, heard };
}

const clock = {
	now: NOW - 1,
	watermark: NOW - 1,
	earliest: NOW - Number(values.weeks) * 7 * DAY,
	zone: ZONE
};
/** Who waits is known once all that happened is in the past. */
const LATER = NOW + 90 * DAY;

async function askLive(client: ClickHouseClient, asks: readonly LiveAsk[]) {
	for (const ask of asks)
		if (isFeed(ask)) await askFeed(client, ask, { zone: ZONE, settler, now: clock.now });
	const kpis = asks.filter((ask): ask is KpiAsk => !isFeed(ask));
	for (const kpi of new Set(kpis.map(({ kpi }) => kpi)))
		await askKpis(
			client,
			kpis.filter((ask) => ask.kpi === kpi),
			{ zone: ZONE, settler, now: kpi === 'waiting_now' ? LATER : clock.now }
		);
}

async function askReview(client: ClickHouseClient) {
	const week = isoWeekOf(addDays(mondayOf(dateIn(NOW, ZONE)), -7));
	const review = await loadReview(
		{ clickhouse: client, settler, zone: ZONE },
		new URLSearchParams({ week }),
		NOW
	);
	if ('problem' in review) throw new Error(JSON.stringify(review.problem));
	if (review.told && 'later' in review.told) await review.told.later;
	await Promise.all([review.ago, ...Object.values(review.sections)]);
}

const period = periodOf(DEFAULT_QUESTION, clock);
const today = periodOf({ ...DEFAULT_QUESTION, range: 'today' }, clock);
const asksOf = (breakdowns: typeof OVERVIEW, teams: string[] = []) =>
	planOf({ ...DEFAULT_QUESTION, teams }, period, breakdowns).map(({ ask }) => ask);

/** Each page, and over how many days its longest question goes. */
const PAGES: { name: string; days: number; ask(client: ClickHouseClient): Promise<void> }[] = [
	{ name: 'overview, 30 days', days: 30, ask: (client) => askLive(client, asksOf(OVERVIEW)) },
	{ name: 'a team, 30 days', days: 30, ask: (client) => askLive(client, asksOf(TEAM, ['Team 01'])) },
	...SHIPPED.map((board) => ({
		name: `wall, ${board.id}`,
		days: 1,
		ask: (client: ClickHouseClient) =>
			askLive(client, wallPlan(board, WallQuestion.parse({ teams: [], channels: [] }), today).asks)
	})),
	{ name: 'weekly review', days: 16 * 7, ask: askReview }
];

/** What a statement is about: the roll-up, or the facts, or the view it reads first. */
function nameOf({ query, query_params }: Statement): string {
	const found =
		/\bcells_\w+|\{settled:Identifier\}\.\w+|\b(?:kpi|feed|weekly)_\w+|week_signals|FROM\s+\w+/.exec(
			query
		)?.[0];
	const list = (name: string) => {
		const given = query_params?.[name];
		return Array.isArray(given) ? [...new Set(given)].filter(Boolean).join('/') : '';
	};
	return [found?.replace(/^FROM\s+|^cells_|^\{settled:Identifier\}\./, ''), list('grain'), list('by')].join(
		' '
	);
}

try {
	console.log(
		`\neach statement alone, milliseconds of ${RUNS} runs: median, p95; ÷ the least a query on cases must do`
	);
	const known = new Map<number, number>();
	for (const { name, days, ask } of PAGES) {
		if (!name.includes(values.page)) continue;
		await ask(clickhouse);
		const { client, heard } = listening();
		await ask(client);
		const least = known.get(days) ?? (await leastOnCases(clickhouse, NOW - days * DAY, NOW));
		known.set(days, least);
		const found = [];
		for (const statement of heard) {
			const times = await timesOf(RUNS, async () => (await clickhouse.query(statement)).text());
			found.push({ what: nameOf(statement), times });
		}
		const sum = found.reduce((sum, { times }) => sum + Number(atShare(times, 0.5)), 0);
		console.log(
			`\n${name}: ${found.length} statements, together ${sum} ms; on cases at least ${least.toFixed(0)} ms`
		);
		for (const { what, times } of found.toSorted(
			(a, b) => Number(atShare(b.times, 0.95)) - Number(atShare(a.times, 0.95))
		))
			console.log(
				`${what.padEnd(60)} ${atShare(times, 0.5)} ${atShare(times, 0.95)}  ÷ ${(Number(atShare(times, 0.5)) / least).toFixed(3)}`
			);
	}
} finally {
	await close();
}
