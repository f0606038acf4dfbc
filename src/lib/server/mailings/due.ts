import { Temporal } from 'temporal-polyfill';
import type { Mailing } from '#schema/mailing.ts';
import { lastComplete } from '../../weekly/weeks.ts';
import { addDays, startOfDate } from '../../zone.ts';

/** When somebody wants their mail: a weekday and an hour by the clocks of their zone. */
export type Schedule = Pick<Mailing, 'zone' | 'weekday' | 'hour'>;

/** The hour of a day. One that the clocks skip is the next there is; of one they show twice, the first. */
const hourOf = (day: Temporal.PlainDate, { zone, hour }: Schedule) =>
	day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour }) }).epochMilliseconds;

function lastDay(now: number, { zone, weekday }: Schedule) {
	const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
	return today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 });
}

/** When it was due last, as of now (ms). */
export function lastDue(schedule: Schedule, now: number): number {
	const day = lastDay(now, schedule);
	const at = hourOf(day, schedule);
	return at <= now ? at : hourOf(day.subtract({ days: 7 }), schedule);
}

/** When it is due next, after now (ms). */
export function nextDue(schedule: Schedule, now: number): number {
	const day = lastDay(now, schedule);
	const at = hourOf(day, schedule);
	return at > now ? at : hourOf(day.add({ days: 7 }), schedule);
}

/**
 * The week (its Monday) that somebody gets who wants it at a moment, and when: where their Monday begins before the business zone's last week is over,
 * they mean that week, and get it once it is.
 */
export function occasionOf({ zone: theirs }: Schedule, asked: number, zone: string) {
	const weeks = [theirs, zone].map((one) => lastComplete({ now: asked, zone: one }, null));
	const week = weeks.toSorted().at(-1) ?? '';
	return { week, due: Math.max(asked, startOfDate(addDays(week, 7), zone)) };
}
