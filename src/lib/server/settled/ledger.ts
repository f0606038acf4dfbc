import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { moment } from '../kpi/moment.ts';
import { daysLeft } from './question.ts';
import type { Settled, Settler } from './settler.ts';

/** The views over the ledger that are asked beside the KPIs, each with what it takes besides `from`, `to`, `as_of`, `teams`, `channels`. */
const VIEWS = {
	action_queue: { limit: 'UInt32', latest: 'UInt32' },
	breaches: { since: "DateTime64(3, 'UTC')" },
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

const paramsOf = ({
	from,
	to,
	asOf,
	teams = [],
	channels = [],
	limit,
	latest,
	promise,
	since
}: LedgerAsk) => ({
	...{ from: moment(from), to: moment(to), as_of: moment(asOf) },
	...{ teams, channels, limit, latest, promise, since: since === undefined ? undefined : moment(since) }
});

/** What the view is asked with where the ledger is settled; null where it is not. */
async function fromSettled(all: Settled, ask: LedgerAsk, zone: string) {
	const settled = await all.withLedger();
	const left = daysLeft(ask, []);
	if (!settled?.stands('promises_kept') || !left) return null;
	return {
		query: await settled.viewOf(ask.view, 'ledger'),
		params: {
			settled: settled.settled,
			zone,
			...{ rolled: [], open: [], covered: [] },
			...{ first_day: left.first, last_day: left.last },
			...{ facts_from: moment(left.span.from), facts_to: moment(left.span.to) }
		}
	};
}

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
	const settled = await settler?.catchUp({ ledger: true }).catch(() => null);
	if (settled) {
		try {
			const found = await fromSettled(settled, ask, zone);
			if (found) return await rows(found.query, found.params);
		} catch (error) {
			settled.failed(error);
		}
	}
	return rows(fromCases(ask.view), {});
}
