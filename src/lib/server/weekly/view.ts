import { z } from 'zod';
import { moment } from '../kpi/moment.ts';
import { orFromCases, viewOverDays } from '../settled/view.ts';
import type { ReviewAsking } from './asking.ts';

/** The views of a weekly review beside the KPIs, each with what it is settled over. */
const VIEWS = {
	weekly_broken: 'ledger',
	weekly_causes: 'facts',
	weekly_reasons: 'facts',
	weekly_shared: 'ledger',
	weekly_iceberg: 'facts',
	weekly_handovers: 'ledger'
} as const;
type WeeklyView = keyof typeof VIEWS;

const called = (view: WeeklyView) => /* sql */ `${view}(
	from     = {from:DateTime64(3, 'UTC')},
	to       = {to:DateTime64(3, 'UTC')},
	as_of    = {as_of:DateTime64(3, 'UTC')},
	teams    = {teams:Array(String)},
	channels = {channels:Array(String)})`;

/**
 * Asks a view about the week: of what is settled where it can be, else of the cases; the rows are the same. Rejects when ClickHouse cannot be
 * reached.
 */
export async function askView<Row extends z.ZodType>(
	asking: ReviewAsking,
	{ view, row, order }: { view: WeeklyView; row: Row; order: string }
): Promise<z.output<Row>[]> {
	const { clickhouse, settler, zone, week, teams, channels, asOf } = asking;
	const asked = { from: moment(week.from), to: moment(week.to), as_of: moment(asOf), teams, channels };
	async function rowsOf(from: string, more: Record<string, unknown> = {}) {
		const result = await clickhouse.query({
			query: `SELECT * FROM ${from} ORDER BY ${order}`,
			query_params: { ...asked, ...more },
			format: 'JSONEachRow'
		});
		return z.array(row).parse(await result.json());
	}
	const over = VIEWS[view];
	const settled = (await settler?.catchUp({ views: [view], over }).catch(() => null)) ?? null;
	return orFromCases(
		settled,
		async (all) => {
			const span = { zone, from: Date.parse(week.from), to: Date.parse(week.to) };
			const found = await viewOverDays(all, { view, over }, span);
			return found && rowsOf(`(${found.query})`, found.params);
		},
		() => rowsOf(called(view))
	);
}
