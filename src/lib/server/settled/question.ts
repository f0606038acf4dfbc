import { CELLS, SETTLED, type Cells } from '#schema/clickhouse/settled/rolled.ts';
import type { GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import type { Day } from './days.ts';
import type { Settled } from './settler.ts';

const DAY_MS = 86_400_000;

/** The one dimension beside team and channel that an ask needs. */
export const furtherOf = ({ by }: Pick<KpiAsk, 'by'>) =>
	by === 'agent' || by === 'tier' || by === 'topic' ? by : '';

/** The coarsest roll-up that tells apart what these ask for. */
function dimensionOf(asks: readonly KpiAsk[]): string {
	const needs = (by: GroupBy, only: (ask: KpiAsk) => string[]) =>
		asks.some((ask) => ask.by === by || only(ask).length > 0);
	const further = asks.map(furtherOf).find(Boolean);
	if (further) return further;
	if (needs('channel', ({ channels }) => channels)) return 'channel';
	return needs('team', ({ teams }) => teams) ? 'team' : 'total';
}

type Span = { from: number; to: number };

/** Of each window of a day's items, whether all are past it; null where some are and some are not. */
function passed({ passing_from, passing_until }: Day, windows: number, asOf: number): boolean[] | null {
	const found: boolean[] = [];
	for (let window = 0; window < windows; window++) {
		const [from, until] = [passing_from[window] ?? null, passing_until[window] ?? null];
		if (from === null || until === null || asOf > until) found.push(true);
		else if (asOf <= from) found.push(false);
		else return null;
	}
	return found;
}

/** The days of which the roll-up says what is so as of then, and of each which windows have passed. */
function usable(cells: Cells, days: readonly Day[], { from, to }: Span, asOf: number) {
	const windows = cells.windows?.length ?? 0;
	return days.flatMap((day) => {
		if (day.starts < from || day.ends > to) return [];
		const past = passed(day, windows, asOf);
		return past?.every((is, window) => !is || window < (cells.past ?? windows)) ? [{ ...day, past }] : [];
	});
}

/** Days a Date of ClickHouse can say. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2149, 0, 1);

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/**
 * Of the days of UTC between `from` and `to` the first and the last in which something is not within these days, and those between them of
 * which nothing is left. A long list of days would not fit into a question, so it is the rolled up ones that are listed.
 */
export function daysLeft({ from, to }: Span, rolled: readonly Day[]) {
	const covered: number[] = [];
	let [first, last] = [Infinity, -Infinity];
	let next = 0;
	const begin = Math.floor(Math.max(from, EARLIEST) / DAY_MS) * DAY_MS;
	for (let day = begin; day < Math.min(to, LATEST); day += DAY_MS) {
		const end = Math.min(day + DAY_MS, to);
		let at = Math.max(day, from);
		while (next < rolled.length && (rolled[next]?.ends ?? 0) <= at) next++;
		for (let index = next; index < rolled.length; index++) {
			const { starts, ends } = rolled[index] as Day;
			if (starts > at) break;
			at = Math.max(at, ends);
		}
		if (at >= end) covered.push(day);
		else [first, last] = [Math.min(first, day), day];
	}
	if (first > last) return null;
	return {
		first: dayOf(first),
		last: dayOf(last),
		covered: covered.filter((day) => day > first && day < last).map(dayOf),
		span: { from: Math.max(from, first), to: Math.min(to, last + DAY_MS) }
	};
}

const moment = (time: number) => new Date(time).toISOString().replace('T', ' ').replace('Z', '');

/** What a KPI is asked where it is settled: the query, and the parameters it has more than its view. */
export async function readSettled(
	settled: Settled,
	kpi: KpiId,
	asks: readonly KpiAsk[],
	asOf: number
): Promise<{ query: string; params: Record<string, unknown> } | null> {
	const of = SETTLED[kpi];
	const [ask] = asks;
	if (!of || !ask) return null;
	const cells: Cells | undefined = of.cells && CELLS[of.cells];
	const span = { from: Date.parse(ask.from), to: Date.parse(ask.to) };
	// Hours are not in a day's roll-up, nor is what would be if the promise were another one.
	const whole = asks.every(({ grain }) => grain !== 'hour') && ask.threshold_s === undefined;
	const rolled = of.cells && cells && whole ? usable(cells, await settled.daysOf(of.cells), span, asOf) : [];
	const left = daysLeft(span, rolled);
	const facts = left?.span ?? { from: span.to, to: span.to };
	const windows = Array.from({ length: cells?.windows?.length ?? 0 }, (_, window) =>
		rolled.flatMap(({ name, past }) => (past[window] ? [name] : []))
	);
	return {
		query: await settled.questionOf(kpi),
		params: {
			settled: settled.settled,
			dimension: dimensionOf(asks),
			rolled: rolled.map(({ name }) => name),
			rolls: rolled.map(({ roll }) => roll),
			mature: windows,
			// Nothing is left: no day is both.
			first_day: left?.first ?? '2000-01-02',
			last_day: left?.last ?? '2000-01-01',
			covered: left?.covered ?? [],
			facts_from: moment(facts.from),
			facts_to: moment(facts.to)
		}
	};
}
