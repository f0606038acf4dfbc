import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Settler, Settled } from '../settled/settler.ts';
import { orFromCases } from '../settled/view.ts';

/** What a feed is asked with: the business zone, the clock (ms) as of which it tells, and what is settled, where it is. */
export type FeedAsking = {
	zone: string;
	now?: number;
	/** Without it everything is read from `cases`. The answers are the same. */
	settler?: Pick<Settler, 'catchUp'>;
};

/** A question of one view of a feed. */
export type FeedQuestion = {
	view: 'feed_complaints' | 'feed_relapses' | 'feed_answers' | 'feed_staff';
	/** How the view is called with its parameters, each bound as a value. */
	called: string;
	/** What follows it: order and limit. */
	rest?: string;
	params: Record<string, unknown>;
};

/** What is settled, if it is told by now: all that these views read. */
export const settledBy = (
	{ settler }: FeedAsking,
	views: readonly FeedQuestion['view'][]
): Promise<Settled | null> =>
	settler?.catchUp({ views, over: 'facts' }).catch(() => null) ?? Promise.resolve(null);

/** Asks a view of a feed; where cases are settled the same view over these, and should that fail the view itself. */
export async function askView(
	clickhouse: ClickHouseClient,
	{ view, called, rest = '', params }: FeedQuestion,
	settled: Settled | null
): Promise<unknown[]> {
	async function rowsOf(from: string, more: Record<string, unknown> = {}): Promise<unknown[]> {
		const result = await clickhouse.query({
			query: `SELECT * FROM ${from} ${rest}`,
			query_params: { ...params, ...more },
			format: 'JSONEachRow'
		});
		return result.json();
	}
	return orFromCases(
		settled,
		async (all) => rowsOf(`(${await all.viewOf(view, 'facts')})`, { settled: all.settled }),
		() => rowsOf(`${view}(${called})`)
	);
}
