import { z } from 'zod';
import { moment } from '../kpi/moment.ts';
import { daysLeft } from '../settled/question.ts';
import type { Settled } from '../settled/settler.ts';
import type { ReviewAsking } from './asking.ts';

/** The views of a weekly review beside the KPIs, each with what it is settled over; null: it is read from the cases. */
const VIEWS = {
	weekly_broken: 'ledger',
	weekly_causes: 'facts',
	weekly_shared: 'ledger',
	weekly_iceberg: null,
	weekly_handovers: null
} as const;
type WeeklyView = keyof typeof VIEWS;

const called = (view: WeeklyView) => /* sql */ `${view}(
	from     = {from:DateTime64(3, 'UTC')},
	to       = {to:DateTime64(3, 'UTC')},
	as_of    = {as_of:DateTime64(3, 'UTC')},
	teams    = {teams:Array(String)},
	channels = {channels:Array(String)})`;

/** The view over what is settled, and the days that it reads; null where these are not. */
async function overSettled(view: WeeklyView, { week, zone }: ReviewAsking, all: Settled) {
	const over = VIEWS[view];
	const settled = over === 'ledger' ? await all.withLedger() : all;
	const left = daysLeft({ from: Date.parse(week.from), to: Date.parse(week.to) }, []);
	if (!over || !settled || !left || (over === 'ledger' && !settled.stands('promises_kept'))) return null;
	return {
		from: `(${await settled.viewOf(view, over)})`,
		params: {
			...{ settled: settled.settled, zone, rolled: [], open: [], covered: [] },
			...{ first_day: left.first, last_day: left.last },
			...{ facts_from: moment(left.span.from), facts_to: moment(left.span.to) }
		}
	};
}

/**
 * Asks a view about the week: of what is settled where it can be, else of the cases; the rows are the same. Rejects when ClickHouse cannot be
 * reached.
 */
export async function askView<Row extends z.ZodType>(
	asking: ReviewAsking,
	{ view, row, order }: { view: WeeklyView; row: Row; order: string }
): Promise<z.output<Row>[]> {
	const { clickhouse, settler, week, teams, channels, asOf } = asking;
	const asked = { from: moment(week.from), to: moment(week.to), as_of: moment(asOf), teams, channels };
	async function rowsOf(from: string, more: Record<string, unknown> = {}) {
		const result = await clickhouse.query({
			query: `SELECT * FROM ${from} ORDER BY ${order}`,
			query_params: { ...asked, ...more },
			format: 'JSONEachRow'
		});
		return z.array(row).parse(await result.json());
	}
	const settled = VIEWS[view] ? await settler?.catchUp().catch(() => null) : null;
	if (settled) {
		try {
			const found = await overSettled(view, asking, settled);
			if (found) return await rowsOf(found.from, found.params);
		} catch (error) {
			settled.failed(error);
		}
	}
	return rowsOf(called(view));
}
