import type { Calendar, Holiday } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { startOfDate } from '../zone.ts';

const DAY_MS = 86_400_000;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Since when promises are counted by a calendar (ms); never: Infinity. */
const usedSince = (id: string, ...files: StandardsFile[]) =>
	Math.min(
		...files
			.flatMap(({ standards }) => standards)
			.filter(({ calendar }) => calendar === id)
			.map(({ valid_from }) => Date.parse(valid_from))
	);

const hoursOn = (holidays: Holiday[], date: string) => {
	const holiday = holidays.find((one) => one.date === date);
	return holiday && (holiday.hours ?? []);
};

/** When the first day begins whose hours differ by their holidays; of those that count (from `used` on). */
function firstOtherDay(before: Calendar, after: Calendar, used: number): number {
	const days = [...before.holidays, ...after.holidays]
		.filter(({ date }) => !same(hoursOn(before.holidays, date), hoursOn(after.holidays, date)))
		.map(({ date }) => startOfDate(date, after.zone));
	return Math.min(...days.filter((day) => day + DAY_MS > used));
}

/** From when on a change of a calendar makes a difference to any promise (ms). */
export function calendarSince(
	before: Calendar | null,
	after: Calendar | null,
	from: StandardsFile,
	to: StandardsFile
): number {
	if (before === null || after === null) return Infinity;
	const used = usedSince(after.id, from, to);
	const week = same([before.zone, before.hours], [after.zone, after.hours]) ? Infinity : -Infinity;
	return Math.max(used, Math.min(week, firstOtherDay(before, after, used)));
}
