import { z } from 'zod';
import { problem, type Path, type Problem } from './problem.ts';
import { Zone } from '../environment.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Calendars are written out for these years: business hours outside them cannot be told. */
export const FIRST_DAY = '1990-01-01';
export const LAST_DAY = '2049-12-31';

/** Opens and closes, as clocks show it: ["09:00", "12:00"]; "24:00" is the end of the day. */
export const Span = z.tuple([z.string(), z.string()]);
export type Span = z.infer<typeof Span>;

const Hours = z.array(Span);

/** A day with other hours than its weekday: none, unless said. */
const Holiday = z.strictObject({
	date: z.string(),
	name: z.string().max(200).default(''),
	hours: Hours.optional()
});
export type Holiday = z.infer<typeof Holiday>;

/** When a company is open, in the zone of its clocks. */
export const Calendar = z.strictObject({
	id: z.string(),
	name: z.string().max(200).default(''),
	/** IANA time zone. */
	zone: z.string(),
	/** Open spans of each weekday, in order; a day that is missing is closed. */
	hours: z.partialRecord(z.enum(WEEKDAYS), Hours),
	holidays: z.array(Holiday).default([])
});
export type Calendar = z.infer<typeof Calendar>;

/** Minutes from midnight of a time of day from 00:00 to 24:00, or NaN. */
export function minutesOf(time: string): number {
	const [, hour, minute] = /^(\d{2}):([0-5]\d)$/.exec(time) ?? [];
	const minutes = Number(hour) * 60 + Number(minute);
	return minutes <= 1440 ? minutes : NaN;
}

/** Whether a text is a day that exists, in the years calendars are written out for. */
export function isDay(date: string): boolean {
	const at = Date.parse(`${date}T00:00:00Z`);
	return (
		!Number.isNaN(at) && new Date(at).toISOString().startsWith(date) && date >= FIRST_DAY && date <= LAST_DAY
	);
}

/** Minutes open in an ordinary week. */
export const openMinutes = ({ hours }: Calendar) =>
	WEEKDAYS.flatMap((day) => hours[day] ?? []).reduce(
		(sum, [from, to]) => sum + minutesOf(to) - minutesOf(from),
		0
	);

function spanProblems(spans: Span[], path: Path): Problem[] {
	const wrong: Problem[] = [];
	let last: Span | undefined;
	for (const [index, span] of spans.entries()) {
		const [from, to] = span;
		for (const [end, time] of span.entries())
			if (Number.isNaN(minutesOf(time))) wrong.push(problem([...path, index, end], 'time'));
		if (minutesOf(from) >= minutesOf(to))
			wrong.push(problem([...path, index], 'span_backwards', { from, to }));
		if (last && minutesOf(from) < minutesOf(last[1]))
			wrong.push(problem([...path, index], 'span_overlap', { from, to, other: last.join('–') }));
		last = span;
	}
	return wrong;
}

function holidayProblems(holidays: Holiday[], path: Path): Problem[] {
	const first = new Map<string, number>();
	return holidays.flatMap(({ date, hours = [] }, index) => {
		const here = [...path, 'holidays', index];
		const other = first.get(date);
		if (other === undefined) first.set(date, index);
		return [
			...(isDay(date) ? [] : [problem([...here, 'date'], 'date')]),
			...(other === undefined
				? []
				: [
						problem([...here, 'date'], 'holiday_twice', {
							date,
							other: [...path, 'holidays', other].join('.')
						})
					]),
			...spanProblems(hours, [...here, 'hours'])
		];
	});
}

/** What is wrong with a calendar of its own, whatever else is in the file. */
export function calendarProblems(calendar: Calendar, path: Path): Problem[] {
	const { id, zone, hours, holidays } = calendar;
	const wrong = WEEKDAYS.flatMap((day) => spanProblems(hours[day] ?? [], [...path, 'hours', day]));
	if (!/^\S(.{0,98}\S)?$/s.test(id)) wrong.push(problem([...path, 'id'], 'calendar_id'));
	if (/^[+-]/.test(zone) || !Zone.safeParse(zone).success)
		wrong.push(problem([...path, 'zone'], 'zone', { zone }));
	if (WEEKDAYS.every((day) => (hours[day] ?? []).length === 0))
		wrong.push(problem([...path, 'hours'], 'no_hours', { calendar: id }));
	return [...wrong, ...holidayProblems(holidays, path)];
}
