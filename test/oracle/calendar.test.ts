import { expect, test } from 'vitest';
import { afterOpen, openBetween, type Calendar, type Hours } from './calendar.ts';

const HOUR = 3_600_000;

const everyDay = (...hours: Hours[]) => ({
	mon: hours,
	tue: hours,
	wed: hours,
	thu: hours,
	fri: hours,
	sat: hours,
	sun: hours
});

const workdays = (...hours: Hours[]) => ({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours });

const calendar = (zone: string, more: Partial<Calendar> = {}): Calendar => ({
	id: 'c',
	name: 'c',
	zone,
	hours: workdays(['09:00', '12:00'], ['13:00', '18:00']),
	holidays: [],
	...more
});

const due = (of: Calendar, since: string, hours: number) =>
	new Date(afterOpen(of, Date.parse(since), hours * HOUR)).toISOString();

const shanghai = calendar('Asia/Shanghai', {
	holidays: [
		{ date: '2026-01-01', name: 'New Year' },
		{ date: '2026-01-02', name: 'bridge', hours: [['10:00', '11:00']] }
	]
});

test.each([
	['within a span', '2026-01-05T09:00:00+08:00', 1, '2026-01-05T02:00:00.000Z'],
	['at the end of a span, not after lunch', '2026-01-05T09:00:00+08:00', 3, '2026-01-05T04:00:00.000Z'],
	['after lunch', '2026-01-05T11:30:00+08:00', 1, '2026-01-05T05:30:00.000Z'],
	['at the end of a day, not the next morning', '2026-01-05T09:00:00+08:00', 8, '2026-01-05T10:00:00.000Z'],
	['after a night', '2026-01-05T17:59:59.999+08:00', 1, '2026-01-06T01:59:59.999Z'],
	['after a week end', '2026-01-09T17:00:00+08:00', 2, '2026-01-12T02:00:00.000Z'],
	['over a holiday and a short day', '2025-12-31T17:00:00+08:00', 3, '2026-01-05T02:00:00.000Z'],
	['from before the first hour', '2026-01-05T03:00:00+08:00', 1, '2026-01-05T02:00:00.000Z']
])('is due %s', (_name, since, hours, expected) => {
	expect(due(shanghai, since, hours)).toBe(expected);
});

const berlinNights = calendar('Europe/Berlin', { hours: everyDay(['00:00', '06:00'], ['22:00', '24:00']) });
const newYorkNights = calendar('America/New_York', { hours: everyDay(['00:00', '06:00']) });

test.each([
	['has five hours', berlinNights, '2026-03-29T00:00:00+01:00', 5, '2026-03-29T04:00:00.000Z'],
	['has seven hours', berlinNights, '2026-10-25T00:00:00+02:00', 7, '2026-10-25T05:00:00.000Z'],
	['has five hours', newYorkNights, '2026-03-08T00:00:00-05:00', 5, '2026-03-08T10:00:00.000Z'],
	['has seven hours', newYorkNights, '2026-11-01T00:00:00-04:00', 7, '2026-11-01T11:00:00.000Z']
])('knows that the night in which clocks change %s', (_name, of, since, hours, expected) => {
	expect(due(of, since, hours)).toBe(expected);
});

test('goes on over midnight', () => {
	expect(due(berlinNights, '2026-01-05T23:00:00+01:00', 2)).toBe('2026-01-06T00:00:00.000Z');
});

test('opens when clocks leap over its start', () => {
	const early = calendar('Europe/Berlin', { hours: everyDay(['02:30', '06:00']) });
	expect(due(early, '2026-03-29T00:00:00+01:00', 3)).toBe('2026-03-29T04:00:00.000Z');
});

test('says how long it was open between two moments: as long as it takes until it is due', () => {
	const since = Date.parse('2025-12-31T17:30:00+08:00');
	for (const hours of [0.5, 1, 1.5, 4.5, 20]) {
		const until = afterOpen(shanghai, since, hours * HOUR);
		expect(openBetween(shanghai, since, until)).toBe(hours * HOUR);
	}
});
