const FIELDS = {
	hourCycle: 'h23',
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	hour: 'numeric',
	minute: 'numeric',
	second: 'numeric'
} as const;

const DAY_MS = 86_400_000;

function offsetsOf(zone: string) {
	const format = new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone: zone });
	return (utcMs: number): number => {
		const part: Record<string, number> = {};
		for (const { type, value } of format.formatToParts(utcMs)) part[type] = Number(value);
		const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
		return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000;
	};
}

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

/** Whether this machine knows the IANA zone. */
export function isZone(zone: string): boolean {
	try {
		Intl.DateTimeFormat('en-US', { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}
