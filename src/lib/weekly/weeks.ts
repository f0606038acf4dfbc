import { wallTime } from '#schema/zone.ts';
import { isoWeekOf, mondayOfIsoWeek } from '../iso-week.ts';
import { isWaitedFor, lateOf, type Late, type SourceReach } from './late.ts';
import { addDays, dateIn, instantOfWall, mondayOf, startOfDate } from '../zone.ts';

/** From when to when (RFC 3339), `from <= t < to`. */
export type Span = { from: string; to: string };

/**
 * A week under review: its Monday, its ISO name. `complete`: it is over, and all of it has come in. A running one ends now; `late`: it is
 * over, and of it not all has come in. Where all sources end in it, it ends with them.
 */
export type ReviewWeek = Span & { monday: string; name: string; complete: boolean; late?: Late };

/** A week with those it stands beside. One that is not complete stands beside the same part of theirs. */
export type ReviewWeeks = {
	week: ReviewWeek;
	before: Span;
	/** The week of the same number a year ago; null where that year had none (53). */
	yearAgo: Span | null;
	/** The ISO names of the neighbours; no next one after the running week. */
	previous: string;
	next: string | null;
};

export type WeekClock = { now: number; zone: string };

const iso = (ms: number) => new Date(ms).toISOString();
const span = (from: number, to: number): Span => ({ from: iso(from), to: iso(to) });

/** The last week that is over: by the clock, or, where the data end earlier, the one in which they do. */
export function lastComplete({ now, zone }: WeekClock, watermark: number | null): string {
	const last = addDays(mondayOf(dateIn(now, zone)), -7);
	const ofData = watermark === null ? last : mondayOf(dateIn(watermark, zone));
	return ofData < last ? ofData : last;
}

/** The week of the same number in the year before. */
function yearBefore(name: string): string | null {
	const [year = '', number = ''] = name.split('-');
	return mondayOfIsoWeek(`${String(Number(year) - 1).padStart(4, '0')}-${number}`);
}

/** Where a week ends that is over and late: behind the last event there is; where one source is behind others, and where there is none in it, at its end. */
function endOf({ until, source }: Late, from: number): number | null {
	const last = until === null || source !== null ? from : Date.parse(until);
	// Clocks of a zone tell seconds.
	return last > from ? (Math.floor(last / 1000) + 1) * 1000 : null;
}

/** Where data have not come in for so long, a running week ends with them, and not with the clock: the same point of others is theirs. */
const STALE_MS = 3_600_000;

function runningTo(now: number, from: number, sources: readonly SourceReach[]): number {
	const last = Math.max(...sources.map(({ last }) => last));
	const until =
		sources.length === 0 || now - last < STALE_MS ? null : endOf({ until: iso(last), source: null }, from);
	return until ?? now;
}

/** A week of the business zone, and those it stands beside, as of now. `sources`: how far the data have come; without them the clock alone tells. */
export function reviewWeeks(
	monday: string,
	{ now, zone }: WeekClock,
	sources?: readonly SourceReach[]
): ReviewWeeks {
	const [begin, end] = [startOfDate(monday, zone), startOfDate(addDays(monday, 7), zone)];
	const over = end <= now;
	const late = (over && sources && lateOf({ from: begin, to: end }, sources)) || null;
	const complete = over && !(late && isWaitedFor(late, { from: begin, to: end }, now));
	const stop = late ? endOf(late, begin) : over ? null : runningTo(now, begin, sources ?? []);
	// The point of the week by the zone's clocks: noon is noon, also after a night in which they change.
	const point = wallTime(stop ?? end, zone) - Date.parse(monday);
	const until = (first: string) =>
		stop === null ? startOfDate(addDays(first, 7), zone) : instantOfWall(Date.parse(first) + point, zone);
	const of = (first: string) => span(startOfDate(first, zone), until(first));
	const name = isoWeekOf(monday);
	const ago = yearBefore(name);
	return {
		week: { ...of(monday), monday, name, complete, ...(late && { late }) },
		before: of(addDays(monday, -7)),
		yearAgo: ago === null ? null : of(ago),
		previous: isoWeekOf(addDays(monday, -7)),
		next: over ? isoWeekOf(addDays(monday, 7)) : null
	};
}
