import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { FeedAnswer, FeedAsk } from '#schema/feed.ts';
import type { KpiAsk } from '#schema/kpi.ts';
import { isFeed, type LiveAnswer, type LiveAnswers, type LiveAsk } from '../../live-ask.ts';
import { askFeed } from '../feeds/ask.ts';
import { askKpis } from '../kpi/ask.ts';
import type { Settler } from '../settled/settler.ts';
import type { AnswerAll } from './answers.ts';
import { STATEMENTS } from './lane.ts';

type Options = {
	clickhouse: ClickHouseClient;
	zone: string;
	settler?: Settler;
	onError?(error: unknown): void;
};

/** Answers what pages ask over their live connections, the numbers of one KPI by one statement. */
export function answerLive({ clickhouse, zone, settler, onError = () => {} }: Options): AnswerAll {
	async function feed(ask: FeedAsk): Promise<FeedAnswer | null> {
		try {
			return await askFeed(clickhouse, ask, { zone, settler });
		} catch (error) {
			onError(error);
			return null;
		}
	}

	return async (asks, lane, hear) => {
		const kpis: { ask: KpiAsk; index: number }[] = [];
		const feeds: { ask: FeedAsk; index: number }[] = [];
		asks.forEach((ask, index) => {
			if (isFeed(ask)) feeds.push({ ask, index });
			else kpis.push({ ask, index });
		});
		const placed = (answers: ReadonlyMap<number, LiveAnswer | null>) =>
			hear(new Map([...answers].flatMap(([at, answer]) => (kpis[at] ? [[kpis[at].index, answer]] : []))));
		const numbers = askKpis(
			clickhouse,
			kpis.map(({ ask }) => ask),
			{ zone, settler, lanes: STATEMENTS[lane], onAnswers: placed }
		);
		const lists = feeds.map(async ({ ask, index }) => hear(new Map([[index, await feed(ask)]])));
		await Promise.all([numbers, ...lists]);
	};
}

/** Answers what a page starts with; null where a question failed. */
export async function answerOnce(options: Options, asks: readonly LiveAsk[]): Promise<LiveAnswers> {
	const answers: LiveAnswers = asks.map(() => null);
	await answerLive(options)(asks, 'calls', (found) => {
		for (const [index, answer] of found) answers[index] = answer;
	}).catch(() => {});
	return answers;
}
