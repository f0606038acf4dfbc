import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { moment } from '../kpi/moment.ts';
import type { Settler } from './settler.ts';
import { orFromCases, viewOverDays } from './view.ts';

/** The views over the ledger that are asked beside the KPIs, each with what it takes besides `from`, `to`, `as_of`, `teams`, `channels`. */
const VIEWS = {
	action_queue: { limit: 'UInt32', latest: 'UInt32' },
	breaches: { since: "DateTime64(3, 'UTC')" },
	forgotten: { until: "DateTime64(3, 'UTC')" },
	unkept_named: { promise: 'String' }
} as const;
type LedgerView = keyof typeof VIEWS;

/** What is asked of the ledger: what falls due from `from` to before `to` (ms), as of a moment (ms), of these teams and channels. */
export type LedgerAsk = {
	view: LedgerView;
	from: number;
	to: number;
	asOf: number;
	teams?: readonly string[];
	channels?: readonly string[];
	limit?: number;
	latest?: number;
	/** ms. */
	since?: number;
	/** ms. */
	until?: number;
	promise?: string;
};

const TYPES = {
	from: "DateTime64(3, 'UTC')",
	to: "DateTime64(3, 'UTC')",
	as_of: "DateTime64(3, 'UTC')",
	teams: 'Array(String)',
	channels: 'Array(String)'
};

const fromCases = (view: LedgerView) => {
	const given = Object.entries({ ...TYPES, ...VIEWS[view] }).map(
		([name, type]) => `${name} = {${name}:${type}}`
	);
	return `SELECT * FROM ${view}(${given.join(', ')})`;
};

const maybe = (time: number | undefined) => (time === undefined ? undefined : moment(time));

const paramsOf = ({
	from,
	to,
	asOf,
	teams = [],
	channels = [],
	limit,
	latest,
	promise,
	since,
	until
}: LedgerAsk) => ({
	...{ from: moment(from), to: moment(to), as_of: moment(asOf) },
	...{ teams, channels, limit, latest, promise, since: maybe(since), until: maybe(until) }
});

/**
 * Asks a view over the ledger: of what is settled where it is, else of the cases. The rows are the same. Rejects when ClickHouse
 * cannot be reached.
 */
export async function askLedger(
	clickhouse: ClickHouseClient,
	ask: LedgerAsk,
	{ zone, settler }: { zone: string; settler?: Settler | undefined }
): Promise<unknown[]> {
	const rows = async (query: string, params: Record<string, unknown>) => {
		const result = await clickhouse.query({
			query,
			query_params: { ...params, ...paramsOf(ask) },
			format: 'JSONEachRow'
		});
		return result.json();
	};
	const of = { view: ask.view, over: 'ledger' } as const;
	const settled = (await settler?.catchUp({ views: [ask.view], over: 'ledger' }).catch(() => null)) ?? null;
	return orFromCases(
		settled,
		async (all) => {
			const found = await viewOverDays(all, of, { ...ask, zone });
			return found && rows(found.query, found.params);
		},
		() => rows(fromCases(ask.view), {})
	);
}
