import { wallTime } from '#schema/zone.ts';
import { isoWeekOf, mondayOfIsoWeek } from '../iso-week.ts';
import { addDays, dateIn, instantOfWall, mondayOf, startOfDate } from '../zone.ts';

/** From when to when (RFC 3339), `from <= t < to`. */
export type Span = { from: string; to: string };

/** A week under review: its Monday, its ISO name; a running one ends now. */
export type ReviewWeek = Span & { monday: string; name: string; complete: boolean };

/** A week with those it stands beside. A running week stands beside the same part of theirs. */
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

const span = (from: number, to: number): Span => ({
	from: new Date(from).toISOString(),
	to: new Date(to).toISOString()
});

/** The last complete week: by the clock, or by the data where they end earlier. */
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

/** A week of the business zone, and those it stands beside, as of now. */
export function reviewWeeks(monday: string, { now, zone }: WeekClock): ReviewWeeks {
	const end = startOfDate(addDays(monday, 7), zone);
	const complete = end <= now;
	// The point of the week by the zone's clocks: noon is noon, also after a night in which they change.
	const point = wallTime(now, zone) - Date.parse(monday);
	const until = (first: string) =>
		complete ? startOfDate(addDays(first, 7), zone) : instantOfWall(Date.parse(first) + point, zone);
	const of = (first: string) => span(startOfDate(first, zone), until(first));
	const name = isoWeekOf(monday);
	const ago = yearBefore(name);
	return {
		week: { ...of(monday), monday, name, complete },
		before: of(addDays(monday, -7)),
		yearAgo: ago === null ? null : of(ago),
		previous: isoWeekOf(addDays(monday, -7)),
		next: complete ? isoWeekOf(addDays(monday, 7)) : null
	};
}
