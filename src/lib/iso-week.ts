import { addDays, mondayOf } from './zone.ts';

/** The fourth of January is always in the first ISO week of its year. */
const firstMonday = (year: number) => mondayOf(`${String(year).padStart(4, '0')}-01-04`);

/** The ISO week a date is in, as 2026-W47: the year is that of its Thursday. */
export function isoWeekOf(date: string): string {
	const monday = mondayOf(date);
	const year = Number(addDays(monday, 3).slice(0, 4));
	const days = (Date.parse(monday) - Date.parse(firstMonday(year))) / 86_400_000;
	return `${String(year).padStart(4, '0')}-W${String(days / 7 + 1).padStart(2, '0')}`;
}

/** The Monday of an ISO week; null for what is none, such as 2026-W54. */
export function mondayOfIsoWeek(week: string): string | null {
	const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
	if (!year || !number || Number(number) === 0) return null;
	const monday = addDays(firstMonday(Number(year)), (Number(number) - 1) * 7);
	return isoWeekOf(monday) === week ? monday : null;
}
