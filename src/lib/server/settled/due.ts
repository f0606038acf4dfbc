import { CELLS, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import { DAY_MS } from './calendar.ts';
import { isBlocked, ms, readRolled, withChanges, type Day } from './days.ts';
import type { Log } from './log.ts';
import { select, type Place } from './runs.ts';

/** A window that takes longer than this to pass over a day passes over each of its hours for nearly as long. */
const SHORT_MS = 2 * DAY_MS;
const LEAD_MS = DAY_MS / 24;

/** Whether a day is wanted by hours: it is today or yesterday, or one of its windows is passing. */
export function wantsHours({ ends, pieces }: Pick<Day, 'ends' | 'pieces'>, now: number): boolean {
	if (now < ends + DAY_MS) return true;
	const windows = pieces[0]?.passing_from.length ?? 0;
	for (let window = 0; window < windows; window++) {
		const known = <Of>(list: (Of | null | undefined)[]) =>
			list.filter((one): one is Of => one !== null && one !== undefined);
		const from = Math.min(...known(pieces.map(({ passing_from }) => passing_from[window])));
		const until = Math.max(...known(pieces.map(({ passing_until }) => passing_until[window])));
		if (until - from <= SHORT_MS && now >= from - LEAD_MS && now <= until) return true;
	}
	return false;
}

/** So many changes are read beside a roll-up, and for so long. */
const MOST_CHANGES = 1_000;
const LONGEST_MS = 10 * 60_000;

/** Whether a day is to be rolled up again. */
export const isStale = (kpi: CellsOf, day: Day, now: number) =>
	isBlocked(kpi, day) ||
	day.fine !== wantsHours(day, now) ||
	day.changes.rows > MOST_CHANGES ||
	(day.changes.rows > 0 && Date.now() - day.at > LONGEST_MS);

/** A day that has begun and has ever had facts. */
type Begun = { name: string; starts: number; ends: number };

/** Of a KPI, the latest first. */
const readBegun = (place: Place, kpi: CellsOf, zone: string, now: number) =>
	select<Begun>(
		place,
		`SELECT toString(day) AS name, ${ms('toDateTime(day, {zone:String})')} AS starts, ${ms('toDateTime(day + 1, {zone:String})')} AS ends
		FROM (SELECT DISTINCT toDate(quarter, {zone:String}) AS day FROM {settled:Identifier}.places WHERE kind IN {kinds:Array(String)})
		WHERE starts <= {now:Int64}
		ORDER BY day DESC`,
		{ kinds: CELLS[kpi].kinds, zone, now }
	);

export type Due = Begun & {
	fine: boolean;
	/** It was rolled up before. */
	again: boolean;
};

/** At most so many days of each KPI; none that was rolled up less than `again_ms` ago. */
export type Round = { zone: string; now: number; most: number; again_ms: number };

/** The days of a KPI that are to be rolled up, the latest first. */
export async function readDue(
	place: Place,
	kpi: CellsOf,
	{ zone, now, most, again_ms }: Round,
	log: Log
): Promise<Due[]> {
	const [places, days] = await Promise.all([readBegun(place, kpi, zone, now), readRolled(place, kpi, zone)]);
	const known = new Map(withChanges(kpi, days, log).map((day) => [day.name, day]));
	return places
		.filter(({ name }) => {
			const day = known.get(name);
			return !day || (isStale(kpi, day, now) && Date.now() - day.at >= again_ms);
		})
		.slice(0, most)
		.map((due) => ({
			...due,
			fine: wantsHours({ ends: due.ends, pieces: known.get(due.name)?.pieces ?? [] }, now),
			again: known.has(due.name)
		}));
}

/** So many days are rolled up in one statement, and no further from each other than this. */
const AT_ONCE = 16;
const WITHIN_DAYS = 32;

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** What is due, the latest first, in pieces for one statement each. */
export function batchesOf<Of extends { name: string }>(due: readonly Of[]): Of[][] {
	const batches: Of[][] = [];
	for (const one of due) {
		const batch = batches.at(-1);
		const first = batch?.[0];
		if (
			batch &&
			first &&
			batch.length < AT_ONCE &&
			timeOf(first.name) - timeOf(one.name) < WITHIN_DAYS * DAY_MS
		)
			batch.push(one);
		else batches.push([one]);
	}
	return batches;
}
