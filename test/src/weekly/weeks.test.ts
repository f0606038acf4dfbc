import { describe, expect, test } from 'vitest';
import { lastComplete, reviewWeeks } from '../../../src/lib/weekly/weeks.ts';

const at = (time: string, zone = 'UTC') => ({ now: Date.parse(time), zone });
const later = at('2030-01-01T00:00:00Z');
const instant = (time: string) => new Date(time).toISOString();

describe('a week under review', () => {
	test('begins on Monday in the business zone and stands beside the week before and the same a year ago', () => {
		expect(reviewWeeks('2026-11-09', { ...later, zone: 'Asia/Shanghai' })).toEqual({
			week: {
				...{ monday: '2026-11-09', name: '2026-W46', complete: true },
				...{ from: instant('2026-11-09T00:00+08:00'), to: instant('2026-11-16T00:00+08:00') }
			},
			before: { from: instant('2026-11-02T00:00+08:00'), to: instant('2026-11-09T00:00+08:00') },
			yearAgo: { from: instant('2025-11-10T00:00+08:00'), to: instant('2025-11-17T00:00+08:00') },
			previous: '2026-W45',
			next: '2026-W47'
		});
	});

	test('at a year’s end is followed by the first of the next year, also after 53', () => {
		expect(reviewWeeks('2026-12-28', later)).toMatchObject({
			week: { name: '2026-W53' },
			next: '2027-W01',
			// 2025 has 52 weeks.
			yearAgo: null
		});
		expect(reviewWeeks('2027-01-04', later)).toMatchObject({
			week: { name: '2027-W01' },
			previous: '2026-W53',
			yearAgo: { from: instant('2025-12-29T00:00Z') }
		});
	});

	test('in which clocks change is as long as it is', () => {
		const { week, before } = reviewWeeks('2026-03-23', { ...later, zone: 'Europe/Berlin' });
		const hours = ({ from, to }: { from: string; to: string }) =>
			(Date.parse(to) - Date.parse(from)) / 3_600_000;
		expect([hours(week), hours(before)]).toEqual([167, 168]);
	});

	test('that is running ends now, beside the same point of the others, and has no next one', () => {
		expect(reviewWeeks('2026-11-16', at('2026-11-18T10:30:00Z'))).toMatchObject({
			week: { complete: false, from: instant('2026-11-16T00:00Z'), to: instant('2026-11-18T10:30Z') },
			before: { from: instant('2026-11-09T00:00Z'), to: instant('2026-11-11T10:30Z') },
			yearAgo: { from: instant('2025-11-17T00:00Z'), to: instant('2025-11-19T10:30Z') },
			next: null
		});
	});

	test('the same point is by the clocks of the zone, also where they change between', () => {
		// Clocks go back on Sunday 25 October: by noon 13 hours of it have passed.
		const { before } = reviewWeeks('2026-10-19', at('2026-10-25T12:00:00+01:00', 'Europe/Berlin'));
		expect(before).toEqual({
			from: instant('2026-10-12T00:00+02:00'),
			to: instant('2026-10-18T12:00+02:00')
		});
	});

	test('is over at its last moment', () => {
		expect(reviewWeeks('2026-11-16', at('2026-11-23T00:00:00Z')).week.complete).toBe(true);
		expect(reviewWeeks('2026-11-16', at('2026-11-22T23:59:59Z')).week.complete).toBe(false);
	});
});

describe('the last complete week', () => {
	const now = at('2026-11-18T10:00:00Z');

	test('is the one before this', () => {
		expect(lastComplete(now, null)).toBe('2026-11-09');
		expect(lastComplete(now, now.now)).toBe('2026-11-09');
	});

	test('is that of the latest data where they end earlier', () => {
		expect(lastComplete(now, Date.parse('2026-11-04T08:00:00Z'))).toBe('2026-11-02');
	});
});
