import { wallTime } from '#schema/zone.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** An instant (RFC 3339) by the zone's clocks, as if they showed UTC, in ms. */
export function wallOf(time: string, zone: string): number {
	const instant = Date.parse(time);
	const rest = ((instant % 1000) + 1000) % 1000; // clocks are read to the second
	return wallTime(instant - rest, zone) + rest;
}

/** An instant as the zone writes it, with its offset: 2026-11-21T00:00:00+08:00; with milliseconds where there are any. */
export function zonedText(time: string, zone: string): string {
	const wall = wallOf(time, zone);
	const minutes = Math.round((wall - Date.parse(time)) / 60_000);
	const far = Math.abs(minutes);
	const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(far / 60))}:${two(far % 60)}`;
	return new Date(wall).toISOString().replace(/(\.000)?Z$/, offset);
}
