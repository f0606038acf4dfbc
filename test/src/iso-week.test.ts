import { expect, test } from 'vitest';
import { isoWeekOf, mondayOfIsoWeek } from '../../src/lib/iso-week.ts';

test.each([
	['2026-11-16', '2026-W47'],
	['2026-11-22', '2026-W47'],
	['2026-01-01', '2026-W01'],
	['2025-12-29', '2026-W01'],
	['2025-12-28', '2025-W52'],
	['2027-01-03', '2026-W53'],
	['2027-01-04', '2027-W01'],
	['2021-01-03', '2020-W53'],
	['1999-12-31', '1999-W52'],
	['2000-01-02', '1999-W52']
])('%s is in %s', (date, week) => {
	expect(isoWeekOf(date)).toBe(week);
});

test.each([
	['2026-W47', '2026-11-16'],
	['2026-W01', '2025-12-29'],
	['2026-W53', '2026-12-28'],
	['2025-W53', null],
	['2026-W54', null],
	['2026-W00', null],
	['2026-W7', null],
	['2026-47', null],
	['', null]
])('%s begins on %s', (week, monday) => {
	expect(mondayOfIsoWeek(week)).toBe(monday);
});

test('every Monday comes back from its week, over a century', () => {
	for (let day = Date.UTC(1990, 0, 1); day < Date.UTC(2090, 0, 1); day += 7 * 86_400_000) {
		const monday = new Date(day).toISOString().slice(0, 10);
		expect(mondayOfIsoWeek(isoWeekOf(monday))).toBe(monday);
	}
});
