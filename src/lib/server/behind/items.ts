import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { SCOPE } from '../kpi/ask.ts';
import { OF_THE_LEDGER } from '../kpi/params.ts';
import type { Settled, Settler } from '../settled/settler.ts';
import { orFromCases, viewOverDays } from '../settled/view.ts';
import type { Behind } from './figures.ts';

/** Lists whose promises are each of a metric, and whose complaints have a reason. */
export const WITH_METRIC: ReadonlySet<string> = new Set([...OF_THE_LEDGER, 'handovers']);
export const WITH_REASON: ReadonlySet<string> = new Set(['complaint_recovery', 'follow_up']);

/** Read of the cases alone: what they are of is not settled, or is as it was at another time. */
const UNSETTLED: ReadonlySet<string> = new Set(['waiting_now', 'retention', 'scorecard']);

/** What is settled of a promise tells whether it was kept, and not how long it took: rows are read of the cases. */
const UNTIMED: ReadonlySet<string> = new Set(['promises_kept', 'dpmo', 'complaint_acknowledged']);

const OF_METRIC = /* sql */ `AND ({metric:String} = '' OR metric = {metric:String})`;
const OF_REASON = /* sql */ `
		AND (empty({reasons:Array(String)}) OR reason IN {reasons:Array(String)})
		AND reason NOT IN {other_than:Array(String)}`;
const TO_TEAM = /* sql */ `
		AND ({from_team:Nullable(String)} IS NULL OR from_team = {from_team:Nullable(String)})`;

/** Of each customer the latest answer is the first. */
const PLACE = /* sql */ `
		, row_number() OVER (PARTITION BY customer ORDER BY basis_at DESC, id DESC, source DESC) AS place`;

/** The items of a list, read from somewhere, as `items`. */
export const itemsOf = (list: Behind, from: string) => /* sql */ `
	WITH items AS
	(
		SELECT *${list === 'expected_leavers' ? PLACE : ''}
		FROM ${from}
		WHERE ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
		${WITH_METRIC.has(list) ? OF_METRIC : ''}${WITH_REASON.has(list) ? OF_REASON : ''}${list === 'handovers' ? TO_TEAM : ''}
	)`;

type Reading = {
	list: Behind;
	/** Reads `items`. */
	query: string;
	/** Whether it says how long each took. */
	timed: boolean;
	params: Record<string, unknown>;
	zone: string;
	settler?: Settler | undefined;
	span: { from: string; to: string };
};

/** What a query makes of a list's items: of what is settled where it can be, else of the cases; the rows are the same. */
export async function readItems(
	clickhouse: ClickHouseClient,
	{ list, query, timed, params, zone, settler, span }: Reading
): Promise<unknown[]> {
	async function rowsFrom(from: string, more: Record<string, unknown> = {}) {
		const result = await clickhouse.query({
			query: `${itemsOf(list, from)} ${query}`,
			query_params: { ...params, ...more },
			format: 'JSONEachRow'
		});
		return result.json();
	}
	const view = { view: `${list}_items`, over: 'ledger' } as const;
	async function fromSettled(settled: Settled) {
		const days = { zone, from: Date.parse(span.from), to: Date.parse(span.to) };
		const found = await viewOverDays(settled, view, days);
		return found && rowsFrom(`(${found.query})`, found.params);
	}
	const known = UNSETTLED.has(list) || (timed && UNTIMED.has(list)) ? undefined : settler;
	const settled = (await known?.catchUp({ views: [view.view], over: view.over }).catch(() => null)) ?? null;
	return orFromCases(settled, fromSettled, () => rowsFrom(`${list}_items(${SCOPE})`));
}
