import { Temporal } from 'temporal-polyfill';
import type { Mailing } from '#schema/mailing.ts';

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
