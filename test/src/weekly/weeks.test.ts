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

	test('that is running ends with its data where none have come in for an hour', () => {
		const [monday, now] = ['2026-11-16', at('2026-11-18T10:30:00Z')];
		const until = (last: string) => {
			const { week, before } = reviewWeeks(monday, now, [{ source: 'calls', last: Date.parse(last) }]);
			return [week.to, before.to];
		};
		expect(until('2026-11-17T17:00:00Z')).toEqual([
			...[instant('2026-11-17T17:00:01Z'), instant('2026-11-10T17:00:01Z')]
		]);
		const whole = [instant('2026-11-18T10:30Z'), instant('2026-11-11T10:30Z')];
		expect(until('2026-11-18T09:45:00Z')).toEqual(whole);
		expect(until('2026-11-15T17:00:00Z')).toEqual(whole);
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

describe('a week that is over and of which not all has come in', () => {
	const MONDAY = '2026-11-09';
	const monday = at('2026-11-16T08:00:00Z');
	const heard = (last: Record<string, string>) =>
		Object.entries(last).map(([source, time]) => ({ source, last: Date.parse(time) }));
	const friday = '2026-11-13T17:00:00.000Z';
	const over = '2026-11-16T07:00:00Z';

	test('is not complete, however long ago: it ends with the data, beside the same point of others', () => {
		for (const clock of [monday, later])
			expect(
				reviewWeeks(MONDAY, clock, heard({ calls: friday, mails: '2026-11-12T09:00:00Z' }))
			).toMatchObject({
				week: { complete: false, late: { until: friday, source: null } },
				before: { from: instant('2026-11-02T00:00Z'), to: '2026-11-06T17:00:01.000Z' },
				next: '2026-W47'
			});
		expect(reviewWeeks(MONDAY, monday, heard({ calls: friday })).week.to).toBe('2026-11-13T17:00:01.000Z');
	});

	test('waits a day for one source that is behind others, and says so afterwards', () => {
		const sources = heard({ calls: over, mails: friday });
		const late = { until: friday, source: 'mails' };
		const { week, before } = reviewWeeks(MONDAY, monday, sources);
		expect(week).toMatchObject({ complete: false, late, to: instant('2026-11-16T00:00Z') });
		expect(before.to).toBe(week.from);
		const tuesday = reviewWeeks(MONDAY, at('2026-11-17T00:00:00Z'), sources);
		expect(tuesday.week).toMatchObject({ complete: true, late });
	});

	test('waits for nobody who has ended long ago', () => {
		const { week } = reviewWeeks(MONDAY, monday, heard({ calls: over, file: '2026-11-01T23:59:59Z' }));
		expect(week.complete).toBe(true);
		expect(week).not.toHaveProperty('late');
	});

	test('is not complete where nothing is known, or the data end before it', () => {
		expect(reviewWeeks(MONDAY, later, []).week).toMatchObject({
			...{ complete: false, late: { until: null, source: null } },
			to: instant('2026-11-16T00:00Z')
		});
		expect(reviewWeeks(MONDAY, later, heard({ file: '2026-11-02T00:00:00Z' })).week).toMatchObject({
			...{ complete: false, late: { source: null } },
			to: instant('2026-11-16T00:00Z')
		});
	});
});

describe('the last week that is over', () => {
	const now = at('2026-11-18T10:00:00Z');

	test('is the one before this', () => {
		expect(lastComplete(now, null)).toBe('2026-11-09');
		expect(lastComplete(now, now.now)).toBe('2026-11-09');
	});

	test('is that in which the data end, where they end earlier', () => {
		expect(lastComplete(now, Date.parse('2026-11-04T08:00:00Z'))).toBe('2026-11-02');
	});
});
