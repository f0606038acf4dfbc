import { Temporal } from 'temporal-polyfill';
import { FIRST_DAY, LAST_DAY } from './calendar.ts';

/** From `at` on (seconds since 1970) the zone's clocks are `offset_s` ahead of UTC. */
type Era = { at: number; offset_s: number };

/** The zone's changes of clocks over the years calendars are written out for, and some days more. */
function erasOf(zone: string): Era[] {
	const end = Temporal.Instant.from(`${LAST_DAY}T00:00:00Z`).add({ hours: 24 * 7 }).epochMilliseconds;
	let now: Temporal.ZonedDateTime | null = Temporal.Instant.from(`${FIRST_DAY}T00:00:00Z`)
		.subtract({ hours: 24 * 7 })
		.toZonedDateTimeISO(zone);
	const eras: Era[] = [{ at: -Infinity, offset_s: now.offsetNanoseconds / 1e9 }];
	for (;;) {
		now = now.getTimeZoneTransition('next');
		if (now === null || now.epochMilliseconds > end) return eras;
		eras.push({ at: now.epochMilliseconds / 1000, offset_s: now.offsetNanoseconds / 1e9 });
	}
}

/**
 * When the clocks of a zone first show a time: both in seconds, `wall` as if it were UTC. A time that the clocks skip
 * is reached when they skip it, so that spans that touch still touch, and none runs backwards. To be asked in order of time.
 */
export function zoneEdges(zone: string): (wall: number) => number {
	const eras = erasOf(zone);
	let current = 0;
	return (wall) => {
		for (;;) {
			const era = eras[current] ?? { at: -Infinity, offset_s: 0 };
			const next = eras[current + 1];
			const instant = Math.max(wall - era.offset_s, era.at);
			if (!next || instant < next.at) return instant;
			current++;
		}
	};
}
