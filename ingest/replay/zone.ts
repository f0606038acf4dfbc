import { wallTime } from '#schema/zone.ts';

const DAY_MS = 86_400_000;

const offsetsOf = (zone: string) => (utcMs: number) =>
	wallTime(utcMs, zone) - Math.floor(utcMs / 1000) * 1000;

/**
 * From what a wall clock in `zone` shows (as if it were UTC, in ms) to UTC. A time that comes twice, when clocks go
 * back, is the earlier one; a time that never comes, when they go forward, is as much later as they skip.
 */
export function toUtcFrom(zone: string): (localMs: number) => number {
	if (zone === 'UTC') return (localMs) => localMs;
	const offsetAt = offsetsOf(zone);
	return (localMs) => {
		const before = offsetAt(localMs - DAY_MS);
		if (offsetAt(localMs - before) === before) return localMs - before;
		const after = offsetAt(localMs + DAY_MS);
		return offsetAt(localMs - after) === after ? localMs - after : localMs - before;
	};
}
