import { FIRST_DAY, LAST_DAY, minutesOf, WEEKDAYS, type Calendar, type Span } from './calendar.ts';
import { zoneEdges } from './zone-edges.ts';

const DAY_S = 86_400;
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_S;

const FIRST = dayOf(FIRST_DAY);
const END = dayOf(LAST_DAY) + 1;

/** A UTC day of a calendar: open seconds since 1990 until it begins, and what is open in it (seconds since 1970). */
export type CalendarDay = { day: string; open_before_s: number; spans: [from: number, to: number][] };

/** Open spans of every local day, in order, as instants. A day of the zone begins up to 15 h beside that of UTC. */
function* spansOf({ zone, hours, holidays }: Calendar): Generator<[number, number]> {
	const edge = zoneEdges(zone);
	const others = new Map(holidays.map(({ date, hours = [] }): [number, Span[]] => [dayOf(date), hours]));
	for (let day = FIRST - 1; day <= END; day++) {
		// 1970-01-01 was a Thursday.
		const weekday = WEEKDAYS[(day + 3) % 7] ?? 'mon';
		for (const [opens, closes] of others.get(day) ?? hours[weekday] ?? []) {
			const from = edge(day * DAY_S + minutesOf(opens) * 60);
			const to = edge(day * DAY_S + minutesOf(closes) * 60);
			if (to > from) yield [from, to];
		}
	}
}

/** Cuts spans at the ends of UTC days, and leaves out what lies before the first or after the last. */
function* piecesOf(spans: Iterable<[number, number]>): Generator<[day: number, from: number, to: number]> {
	for (const [from, to] of spans) {
		for (let day = Math.floor(from / DAY_S); day * DAY_S < to; day++) {
			if (day >= FIRST && day < END)
				yield [day, Math.max(from, day * DAY_S), Math.min(to, (day + 1) * DAY_S)];
		}
	}
}

/** Writes a calendar out, day by day in UTC, from 1990 to 2049. */
export function expand(calendar: Calendar): CalendarDay[] {
	const days: CalendarDay[] = Array.from({ length: END - FIRST }, (_, index) => ({
		day: new Date((FIRST + index) * DAY_S * 1000).toISOString().slice(0, 10),
		open_before_s: 0,
		spans: []
	}));
	for (const [day, from, to] of piecesOf(spansOf(calendar))) days[day - FIRST]?.spans.push([from, to]);
	let open = 0;
	for (const day of days) {
		day.open_before_s = open;
		for (const [from, to] of day.spans) open += to - from;
	}
	return days;
}
