import { WEEKDAYS, type Calendar, type Weekday } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { freeId } from './revise.ts';
import { readSpans, spansText } from './spans.ts';

/** A calendar as it is written in a form: spans as lines of text. */
export type WrittenCalendar = {
	id: string;
	name: string;
	zone: string;
	days: Record<Weekday, string>;
	holidays: { date: string; name: string; hours: string }[];
};

const WORKDAY = '09:00–12:00, 13:00–18:00';

export const newCalendar = (zone: string): WrittenCalendar => ({
	id: '',
	name: '',
	zone,
	days: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY, sat: '', sun: '' },
	holidays: []
});

export function writtenCalendar({ id, name, zone, hours, holidays }: Calendar): WrittenCalendar {
	const { mon = [], tue = [], wed = [], thu = [], fri = [], sat = [], sun = [] } = hours;
	const week = { mon, tue, wed, thu, fri, sat, sun };
	const lines = { mon: '', tue: '', wed: '', thu: '', fri: '', sat: '', sun: '' };
	for (const day of WEEKDAYS) lines[day] = spansText(week[day]);
	return {
		id,
		name,
		zone,
		days: lines,
		holidays: holidays.map(({ date, name, hours = [] }) => ({ date, name, hours: spansText(hours) }))
	};
}

/** An id for a new calendar, from its name. */
function idOf(name: string, file: StandardsFile): string {
	const id = name.trim().toLowerCase().replace(/\s+/g, '-').slice(0, 90) || 'hours';
	return file.calendars.some((calendar) => calendar.id === id) ? freeId(file, id) : id;
}

/** What was written, as a calendar; what is wrong with it is for the file's judge to say. */
export function calendarOf(
	{ id, name, zone, days, holidays }: WrittenCalendar,
	file: StandardsFile
): Calendar {
	const hours = Object.fromEntries(
		WEEKDAYS.map((day) => [day, readSpans(days[day])] as const).filter(([, spans]) => spans.length > 0)
	);
	return {
		id: id || idOf(name, file),
		name: name.trim(),
		zone: zone.trim(),
		hours,
		holidays: holidays
			.toSorted((a, b) => a.date.localeCompare(b.date))
			.map(({ date, name, hours }) => {
				const open = readSpans(hours);
				return { date, name: name.trim(), ...(open.length > 0 && { hours: open }) };
			})
	};
}

/** Whether two calendars differ in an ordinary week. */
export const otherWeek = (a: Calendar, b: Calendar) =>
	a.zone !== b.zone ||
	WEEKDAYS.some((day) => JSON.stringify(a.hours[day] ?? []) !== JSON.stringify(b.hours[day] ?? []));
