import { addDays, dateIn, startOfDate } from '../zone.ts';

/** From when a change holds: at once, from the next midnight, or from that of a day. */
export type ValidFrom = { when: 'now' | 'tomorrow' | 'day'; day: string };

/** The next midnight is what is meant most often: the day that has begun is judged by one standard. */
export const tomorrow = (zone: string, now = Date.now()): ValidFrom => ({
	when: 'tomorrow',
	day: addDays(dateIn(now, zone), 1)
});

/** A choice that means the time at hand. */
export function validFromOf(time: string, zone: string): ValidFrom {
	return { when: 'day', day: dateIn(Date.parse(time), zone) };
}

/** The moment meant, as RFC 3339; '' for a day that is none. */
export function momentOf({ when, day }: ValidFrom, zone: string, now = Date.now()): string {
	if (when === 'now') return new Date(now).toISOString();
	const date = when === 'tomorrow' ? addDays(dateIn(now, zone), 1) : day;
	return /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(startOfDate(date, zone)).toISOString() : '';
}
