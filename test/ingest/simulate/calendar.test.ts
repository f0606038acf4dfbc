import { describe, expect, test } from 'vitest';
import { createCalendar, HOUR, MEAN_LOAD } from '../../../ingest/simulate/calendar.ts';
import { DAY, eventsUntil, sampleTraffic, START } from './sample.ts';

describe('the calendar', () => {
	test('knows local hours and weekdays across a change of clocks', () => {
		const berlin = createCalendar('Europe/Berlin');
		const sunday = berlin.midnight(Date.parse('2026-10-25T12:00:00Z'));
		expect(new Date(berlin.instant(sunday, 0)).toISOString()).toBe('2026-10-24T22:00:00.000Z');
		expect(new Date(berlin.instant(sunday, 12)).toISOString()).toBe('2026-10-25T11:00:00.000Z');
		expect(berlin.hour(Date.parse('2026-10-25T11:30:00Z'))).toBe(12.5);
		expect(berlin.weekday(Date.parse('2026-10-25T22:59:00Z'))).toBe(6);
		expect(berlin.weekday(Date.parse('2026-10-25T23:00:00Z'))).toBe(0);
	});

	test('is on average as busy as volumes are reckoned with', () => {
		const { load } = createCalendar('Asia/Shanghai');
		const loads = Array.from({ length: 7 * 96 }, (_, quarter) => load(START + (quarter * HOUR) / 4));
		expect(loads.reduce((sum, value) => sum + value, 0) / loads.length).toBeCloseTo(MEAN_LOAD, 2);
	});
});

describe('the traffic of three weeks', () => {
	const { hour, weekday } = createCalendar('Asia/Shanghai');
	const opened = eventsUntil(sampleTraffic({ days: 22 }), START - DAY)
		.filter(({ type }) => type === 'case.opened')
		.map(({ time }) => Date.parse(time));
	const perHour = Array.from(
		{ length: 24 },
		(_, h) => opened.filter((at) => Math.floor(hour(at)) === h).length
	);
	const perDay = Array.from({ length: 7 }, (_, day) => opened.filter((at) => weekday(at) === day).length);
	const most = (from: number, to: number) => Math.max(...perHour.slice(from, to));

	test('peaks in the morning and in the afternoon, with a dip at noon', () => {
		expect(perHour.indexOf(most(0, 12))).toBeGreaterThanOrEqual(9);
		expect(perHour.indexOf(most(13, 24))).toBeLessThanOrEqual(16);
		expect(perHour[12]).toBeLessThan(0.85 * Math.min(most(0, 12), most(13, 24)));
		expect(most(0, 6)).toBeLessThan(0.15 * most(0, 24));
	});

	test('is low at the weekend', () => {
		expect(Math.max(...perDay.slice(5))).toBeLessThan(0.7 * Math.min(...perDay.slice(0, 5)));
	});
});
