import { momentOf, wallOf } from './zone.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Opens and closes, as clocks show it: ["09:00", "12:00"]; "24:00" is the end of the day. */
export type Hours = [string, string];

export type Calendar = {
	id: string;
	name: string;
	zone: string;
	hours: Partial<Record<(typeof WEEKDAYS)[number], Hours[]>>;
	/** Days with other hours than their weekday's: none, unless said. */
	holidays: { date: string; name: string; hours?: Hours[] }[];
};

export type Clock = 'calendar' | 'business';

export type Span = { from: number; to: number };

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The hours of a day, which is told by its midnight as if in UTC. */
function hoursOf(calendar: Calendar, midnight: number): Hours[] {
	const date = new Date(midnight);
	const holiday = calendar.holidays.find((day) => day.date === date.toISOString().slice(0, 10));
	if (holiday) return holiday.hours ?? [];
	const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7];
	return (weekday && calendar.hours[weekday]) ?? [];
}

const spansKnown = new WeakMap<Calendar, Map<number, Span[]>>();

/** When a day is open: each span from the moment its start is reached on the clocks to the moment its end is. */
function spansOf(calendar: Calendar, midnight: number): Span[] {
	const days = spansKnown.get(calendar) ?? new Map<number, Span[]>();
	spansKnown.set(calendar, days);
	const known = days.get(midnight);
	if (known) return known;
	const moment = (time: string) => momentOf(midnight + minutesOf(time) * MINUTE, calendar.zone);
	const spans = hoursOf(calendar, midnight).map(([opens, closes]) => ({
		from: moment(opens),
		to: moment(closes)
	}));
	days.set(midnight, spans);
	return spans;
}

const HORIZON = 40_000;

/** The first moment at which a calendar has been open for so long (ms) since another moment. */
export function afterOpen(calendar: Calendar, since: number, length: number): number {
	let left = length;
	const today = Math.floor(wallOf(since, calendar.zone) / DAY) * DAY;
	for (let day = -1; day < HORIZON; day++) {
		for (const span of spansOf(calendar, today + day * DAY)) {
			const from = Math.max(span.from, since);
			const open = Math.max(0, span.to - from);
			if (open > 0 && open >= left) return from + left;
			left -= open;
		}
	}
	throw new Error(`${calendar.id} is never open for so long`);
}

/** How long a calendar is open between two moments, in ms. */
export function openBetween(calendar: Calendar, since: number, until: number): number {
	let open = 0;
	const today = Math.floor(wallOf(since, calendar.zone) / DAY) * DAY;
	for (let day = today - DAY; day <= until + 2 * DAY; day += DAY) {
		for (const { from, to } of spansOf(calendar, day))
			open += Math.max(0, Math.min(to, until) - Math.max(from, since));
	}
	return open;
}
