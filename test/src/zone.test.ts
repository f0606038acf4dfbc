import { describe, expect, test } from 'vitest';
import { addDays, dateIn, mondayOf, startOfDate } from '../../src/lib/zone.ts';

const iso = (ms: number) => new Date(ms).toISOString();

describe('the business zone', () => {
	test.each([
		['2026-11-22', 'UTC', '2026-11-22T00:00:00.000Z'],
		['2026-11-22', 'Asia/Shanghai', '2026-11-21T16:00:00.000Z'],
		['2026-11-22', 'Asia/Kathmandu', '2026-11-21T18:15:00.000Z'],
		// The night clocks change, and the day after.
		['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
		['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
		['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
		['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z']
	])('begins %s in %s at its own midnight', (date, zone, start) => {
		expect(iso(startOfDate(date, zone))).toBe(start);
		expect(dateIn(Date.parse(start), zone)).toBe(date);
		expect(dateIn(Date.parse(start) - 1, zone)).toBe(addDays(date, -1));
	});

	test('counts days over months and leap years', () => {
		expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
		expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
	});

	test.each([
		['2026-11-22', '2026-11-16'],
		['2026-11-16', '2026-11-16'],
		['2026-11-17', '2026-11-16']
	])('has %s in the week of Monday %s', (date, monday) => expect(mondayOf(date)).toBe(monday));
});
