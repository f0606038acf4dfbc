import {
	CELLS,
	OF_FACTS,
	SETTLED,
	isOfLedger,
	type Cells,
	type CellsOf
} from '#schema/clickhouse/settled/rolled.ts';
import type { Source } from '#schema/clickhouse/settled/cells.ts';
import type { GroupBy, KpiAsk } from '#schema/kpi.ts';
import { addDays, dateIn, startOfDate } from '../../zone.ts';
import { moment } from '../kpi/moment.ts';
import { DAY_MS, dayOf } from './calendar.ts';
import { cellsOf, isBlocked, type Day, type Piece } from './days.ts';
import type { Settled } from './settler.ts';
import { rollsOf } from './weeks.ts';

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

/** Of each window of a piece's items, whether all are past it; null where some are and some are not. */
function passed({ passing_from, passing_until }: Piece, windows: number, asOf: number): boolean[] | null {
	const found: boolean[] = [];
	for (let window = 0; window < windows; window++) {
		const [from, until] = [passing_from[window] ?? null, passing_until[window] ?? null];
		if (from === null || until === null || asOf > until) found.push(true);
		else if (asOf <= from) found.push(false);
		else return null;
	}
	return found;
}

/**
 * Which windows a piece has passed; null when its roll-up does not say what is so as of then. `headline`: what it does not keep of later
 * windows is not asked.
 */
function standing(cells: Cells, piece: Piece, asOf: number, headline: boolean): boolean[] | null {
	const windows = cells.windows?.length ?? 0;
	const past = passed(piece, headline ? (cells.past ?? windows) : windows, asOf);
	if (cells.gone) return past?.every(Boolean) ? past : null;
	return past?.every((is, window) => !is || window < (cells.past ?? windows)) ? past : null;
}

const HOUR_MS = DAY_MS / 24;

/** A day whose roll-up is used, but for its hours `open` (when they begin, ms), and which windows its pieces have passed. */
type Used = { day: Day; open: number[]; past: { at: number; windows: boolean[] }[] };

/** The days of which the roll-up says what is so as of then; of days before `wholeFrom` only their headline. */
function usable(
	kpi: CellsOf,
	days: readonly Day[],
	asked: Span & { hours: boolean; wholeFrom: number },
	asOf: number
): Used[] {
	return days.flatMap((day) => {
		if (day.starts < asked.from || day.ends > asked.to || isBlocked(kpi, day)) return [];
		if (asked.hours && !day.fine) return [];
		const pieces = day.pieces.map((piece) => ({
			at: piece.at,
			windows: standing(CELLS[kpi], piece, asOf, day.ends <= asked.wholeFrom)
		}));
		const open = pieces.flatMap(({ at, windows }) => (windows ? [] : [at * 1_000]));
		if (open.length > 0 && !day.fine) return [];
		const past = pieces.flatMap(({ at, windows }) => (windows ? [{ at, windows }] : []));
		return [{ day, open, past }];
	});
}

/** What the roll-ups that are used cover: their days, but for the hours that are open. */
export const spansOf = (used: readonly Pick<Used, 'day' | 'open'>[]): Covered[] =>
	used.flatMap(({ day, open }) => {
		const spans: Covered[] = [];
		let { starts } = day;
		for (const hour of [...open].sort((a, b) => a - b)) {
			if (hour > starts) spans.push({ starts, ends: hour });
			starts = hour + HOUR_MS;
		}
		return starts < day.ends ? [...spans, { starts, ends: day.ends }] : spans;
	});

type Covered = { starts: number; ends: number };

/** Days a Date of ClickHouse can say. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2149, 0, 1);

/** A day's end and an hour: where clocks are put forward at midnight, JavaScript and ClickHouse may differ by so much. */
const endOf = (day: string, zone: string) => startOfDate(addDays(day, 1), zone) + HOUR_MS;

/** Of the days that have ever had facts, in order, what is not answered from a roll-up, of those between `from` and `to`. */
export function unrolledOf(
	told: readonly string[],
	used: readonly Used[],
	{ from, to, zone }: Span & { zone: string }
): Covered[] {
	const [first, last] = [dateIn(from, zone), dateIn(Math.max(from, to - 1), zone)];
	const rolled = new Map(used.map(({ day, open }) => [day.name, open]));
	return told
		.filter((day) => day >= first && day <= last)
		.flatMap((day) => {
			const open = rolled.get(day);
			if (!open) return [{ starts: startOfDate(day, zone), ends: endOf(day, zone) }];
			return open.toSorted((a, b) => a - b).map((hour) => ({ starts: hour, ends: hour + HOUR_MS }));
		});
}

/**
 * Of the days of UTC between `from` and `to` the first and the last in which something is to be read that is not within these rolled up days,
 * and those between them of which nothing is left. `unrolled`: only there is anything, in order; else anywhere. A long list of days would not
 * fit into a question, so it is the rolled up ones that are listed.
 */
export function daysLeft({ from, to }: Span, rolled: readonly Covered[], unrolled?: readonly Covered[]) {
	const covered: number[] = [];
	let [first, last] = [Infinity, -Infinity];
	let [next, following] = [0, 0];
	const isEmpty = (starts: number, ends: number) => {
		if (!unrolled) return false;
		while (following < unrolled.length && (unrolled[following]?.ends ?? 0) <= starts) following++;
		return (unrolled[following]?.starts ?? Infinity) >= ends;
	};
	const begin = Math.floor(Math.max(from, EARLIEST) / DAY_MS) * DAY_MS;
	for (let day = begin; day < Math.min(to, LATEST); day += DAY_MS) {
		const end = Math.min(day + DAY_MS, to);
		let at = Math.max(day, from);
		while (next < rolled.length && (rolled[next]?.ends ?? 0) <= at) next++;
		for (let index = next; index < rolled.length; index++) {
			const { starts, ends } = rolled[index] as Covered;
			if (starts > at) break;
			at = Math.max(at, ends);
		}
		if (at >= end) covered.push(day);
		else if (!isEmpty(Math.max(day, from), end)) [first, last] = [Math.min(first, day), day];
	}
	if (first > last) return null;
	return {
		first: dayOf(first),
		last: dayOf(last),
		covered: covered.filter((day) => day > first && day < last).map(dayOf),
		span: { from: Math.max(from, first), to: Math.min(to, last + DAY_MS) }
	};
}

/** The clock, and from when on (ms) rows are wanted in full; of what is before that, the headline. */
export type AsOf = { asOf: number; wholeFrom?: number | undefined };

/** How the facts of these cells are read for a question, and what says which of their roll-ups are. */
type Reading = { source: Source; params: Record<string, unknown> };

async function readingOf(
	settled: Settled,
	kpi: CellsOf | undefined,
	asks: readonly KpiAsk[],
	{ asOf, wholeFrom = -Infinity }: AsOf
): Promise<Reading> {
	const [ask] = asks;
	const span = { from: Date.parse(ask?.from ?? ''), to: Date.parse(ask?.to ?? '') };
	const hours = asks.some(({ grain }) => grain === 'hour');
	const days = kpi ? await settled.daysOf(kpi) : [];
	const used = kpi ? usable(kpi, days, { ...span, hours, wholeFrom }, asOf) : [];
	const told = kpi ? unrolledOf(await settled.toldOf(kpi), used, { ...span, zone: settled.zone }) : undefined;
	const left = daysLeft(span, spansOf(used), told);
	const facts = left?.span ?? { from: span.to, to: span.to };
	const changed = used.filter(({ day }) => day.changes.rows > 0);
	const windows = kpi ? (cellsOf(kpi).windows?.length ?? 0) : 0;
	const byWeek = kpi && asks.every(({ grain }) => grain === 'week' || grain === 'total');
	const rolls = rollsOf(
		used.map(({ day }) => day),
		byWeek ? await settled.weeksOf(kpi) : [],
		{ zone: settled.zone, ...span }
	);
	return {
		source: { facts: left !== null, changes: changed.length > 0 },
		params: {
			dimension: dimensionOf(asks),
			told: asks.map((ask) => dimensionOf([ask])),
			rolled: used.map(({ day }) => day.name),
			rolls,
			seen: used.map(({ day }) => day.seen),
			least_seen: Math.min(...changed.map(({ day }) => day.seen), Number.MAX_SAFE_INTEGER),
			open: used.flatMap(({ open }) => open.map((hour) => hour / 1_000)),
			mature: Array.from({ length: windows }, (_, window) =>
				used.flatMap(({ past }) => past.flatMap(({ at, windows }) => (windows[window] ? [at] : [])))
			),
			// Nothing is left: no day is both.
			first_day: left?.first ?? '2000-01-02',
			last_day: left?.last ?? '2000-01-01',
			covered: left?.covered ?? [],
			facts_from: moment(facts.from),
			facts_to: moment(facts.to)
		}
	};
}

/** When customers were active, in a question that counts each once. Roll-ups know the day on which they were before. */
async function readActive(settled: Settled, asks: readonly KpiAsk[], asOf: AsOf): Promise<Reading> {
	const from = Date.parse(asks[0]?.from ?? '');
	const whole = startOfDate(dateIn(from, settled.zone), settled.zone) === from;
	const { source, params } = await readingOf(settled, whole ? 'active_customers' : undefined, asks, asOf);
	const named = Object.entries(params).map(([name, value]) => [`active_${name}`, value]);
	return { source, params: { ...Object.fromEntries(named), active_dimension: 'total' } };
}

/**
 * What a KPI is asked where it is settled: the query, and the parameters it has more than its view. The asks differ in grain and grouping
 * only. Null where it is not settled.
 */
export async function readSettled(
	all: Settled,
	asks: readonly KpiAsk[],
	asOf: AsOf
): Promise<{ query: string; params: Record<string, unknown> } | null> {
	const [ask] = asks;
	const kpi = ask && SETTLED[ask.kpi];
	if (!ask || (!kpi && !OF_FACTS.has(ask.kpi))) return null;
	const counts = ask.kpi === 'complaints_per_10k';
	const settled = kpi && isOfLedger(kpi) ? await all.withLedger() : counts ? await all.withCustomers() : all;
	if (!settled || (kpi && !settled.stands(kpi))) return null;
	// What would be if the promise were another one is in no roll-up.
	const own = await readingOf(settled, ask.threshold_s === undefined ? kpi : undefined, asks, asOf);
	const active = counts ? await readActive(settled, asks, asOf) : undefined;
	return {
		query: await settled.questionOf(ask.kpi, { ...own.source, active: active?.source }),
		params: { settled: settled.settled, ...own.params, ...active?.params }
	};
}
