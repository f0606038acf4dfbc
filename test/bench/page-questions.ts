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
import { DAY, NOW, ZONE, type OpenHistory } from './settled-history.ts';

/** Who waits is known once all that happened is in the past. */
const LATER = NOW + 90 * DAY;

/** A page, over how many days its longest question goes, and how its server asks it. */
export type Page = { name: string; days: number; ask(client: ClickHouseClient): Promise<void> };

/** The overview, a team's page, the walls and the weekly review of a history. */
export function pagesOf({ settler, weeks }: Pick<OpenHistory, 'settler' | 'weeks'>): Page[] {
	const clock = { now: NOW - 1, watermark: NOW - 1, earliest: NOW - weeks * 7 * DAY, zone: ZONE };
	const period = periodOf(DEFAULT_QUESTION, clock);
	const today = periodOf({ ...DEFAULT_QUESTION, range: 'today' }, clock);
	const asksOf = (breakdowns: typeof OVERVIEW, teams: string[] = []) =>
		planOf({ ...DEFAULT_QUESTION, teams }, period, breakdowns).map(({ ask }) => ask);

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

	return [
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
}
