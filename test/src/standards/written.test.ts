import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarProblems, WEEKDAYS, type Span } from '#schema/standards/calendar.ts';
import {
	calendarOf,
	newCalendar,
	otherWeek,
	writtenCalendar
} from '../../../src/lib/standards/calendar-form.ts';
import { isSaved, termsOf, writtenOf } from '../../../src/lib/standards/form.ts';
import { metricsOf, rowsOf } from '../../../src/lib/standards/rows.ts';
import { readSpans, spansText } from '../../../src/lib/standards/spans.ts';
import { momentOf, tomorrow, validFromOf } from '../../../src/lib/standards/valid-from.ts';
import { EMPTY, office, standard } from '../../schema/standards/support.ts';

describe('open spans written as a line', () => {
	test.each([
		['09:00–12:00, 13:00–18:00', ['09:00', '12:00'], ['13:00', '18:00']],
		['9-12,13-18', ['09:00', '12:00'], ['13:00', '18:00']],
		['9:30 – 12.15；13：00～24:00', ['09:30', '12:15'], ['13:00', '24:00']],
		['', ...[]]
	])('are read from %j', (text, ...spans) => {
		expect(readSpans(text)).toEqual(spans);
	});

	test.each(['nine to five', '9', '09:00-', '9-12-15'])('are refused, not guessed, from %j', (text) => {
		const problems = calendarProblems(office({ hours: { mon: readSpans(text) } }), []);
		expect(problems.length).toBeGreaterThan(0);
	});

	test('are read back as they were written out', () => {
		const time = fc
			.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
			.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
		fc.assert(
			fc.property(fc.array(fc.tuple(time, time)), (spans: Span[]) => {
				expect(readSpans(spansText(spans))).toEqual(spans);
			})
		);
	});
});

describe('a length in a form', () => {
	test.each([
		[15, '15', 's'],
		[90, '90', 's'],
		[1800, '30', 'min'],
		[86_400, '24', 'h'],
		[172_800, '2', 'd']
	] as const)('of %d s is %s %s', (threshold_s, amount, unit) => {
		const terms = { threshold_s, clock: 'calendar', calendar: '' } as const;
		expect(writtenOf(terms)).toEqual({ amount, unit, nothing: false, counted: '' });
		expect(termsOf(writtenOf(terms))).toEqual(terms);
	});

	test('of opening hours is never in days', () => {
		const terms = { threshold_s: 172_800, clock: 'business', calendar: 'office' } as const;
		expect(writtenOf(terms)).toMatchObject({ amount: '48', unit: 'h', counted: 'office' });
		expect(termsOf(writtenOf(terms))).toEqual(terms);
	});

	test('may be none, or half of a unit, or no number at all', () => {
		const written = { amount: '', unit: 'h', nothing: false, counted: '' } as const;
		expect(termsOf({ ...written, nothing: true }).threshold_s).toBeNull();
		expect(termsOf({ ...written, amount: '1,5' }).threshold_s).toBe(5400);
		expect(termsOf({ ...written, amount: 'soon' }).threshold_s).toBe(0);
		expect(termsOf(written).threshold_s).toBe(0);
	});
});

test('a calendar is counted by as it was saved, and not as it is being written', () => {
	const saved = { ...EMPTY, calendars: [office()] };
	expect(isSaved('', saved, saved)).toBe(true);
	expect(isSaved('office', structuredClone(saved), saved)).toBe(true);
	expect(isSaved('office', { ...EMPTY, calendars: [office({ zone: 'Asia/Shanghai' })] }, saved)).toBe(false);
});

describe('a calendar in a form', () => {
	test('is the same again when nothing was written', () => {
		const calendar = office({
			holidays: [
				{ date: '2026-12-24', name: 'Eve', hours: [['09:00', '12:00']] },
				{ date: '2026-12-25', name: '' }
			]
		});
		expect(calendarOf(writtenCalendar(calendar), EMPTY)).toEqual(calendar);
	});

	test('takes its id from its name, and none that is taken', () => {
		const written = { ...newCalendar('Asia/Shanghai'), name: 'Office  Nord' };
		expect(calendarOf(written, EMPTY).id).toBe('office-nord');
		const taken = { ...EMPTY, calendars: [office({ id: 'office-nord' })] };
		expect(calendarOf(written, taken).id).toBe('office-nord-2');
	});

	test('begins as a week that is right', () => {
		expect(calendarProblems(calendarOf(newCalendar('Asia/Shanghai'), EMPTY), [])).toEqual([]);
	});

	test('asks from when on only where the week or the zone differs', () => {
		expect(
			otherWeek(office(), office({ name: 'x', holidays: [], hours: { ...office().hours, sat: [] } }))
		).toBe(false);
		expect(otherWeek(office(), office({ zone: 'Asia/Shanghai' }))).toBe(true);
		for (const day of WEEKDAYS)
			expect(otherWeek(office(), office({ hours: { ...office().hours, [day]: [['01:00', '02:00']] } }))).toBe(
				true
			);
	});
});

describe('from when a change holds', () => {
	const now = Date.parse('2026-11-22T17:00:00Z'); // 01:00 of the 23rd in Shanghai
	test('is at once, the next midnight of the business zone, or that of a day', () => {
		const zone = 'Asia/Shanghai';
		expect(momentOf({ when: 'now', day: '' }, zone, now)).toBe('2026-11-22T17:00:00.000Z');
		expect(momentOf(tomorrow(zone, now), zone, now)).toBe('2026-11-23T16:00:00.000Z');
		expect(momentOf({ when: 'day', day: '2026-12-01' }, zone, now)).toBe('2026-11-30T16:00:00.000Z');
		expect(momentOf({ when: 'day', day: '' }, zone, now)).toBe('');
		expect(validFromOf('2026-11-30T16:00:00.000Z', zone)).toEqual({ when: 'day', day: '2026-12-01' });
	});
});

describe('the promises of a page', () => {
	const NOW = Date.parse('2026-06-01T00:00:00Z');
	test('are those of every metric, also of one that promises nothing yet, and of kinds of one’s own', () => {
		expect(metricsOf([standard({ metric: 'promise:callback' })])).toEqual([
			...[
				'first_response',
				'resolution',
				'complaint_acknowledged',
				'complaint_remedied',
				'complaint_followed_up'
			],
			...['promise:repair_visit', 'promise:installation_visit', 'promise:callback']
		]);
	});

	test('go from the general to the specific, and those that are over stand apart', () => {
		const rows = [
			standard({ team: 'Billing' }),
			standard({ channel: 'chat' }),
			standard({ tier: 'gold' }),
			standard(),
			standard({ channel: '' }),
			standard({ valid_from: '2025-01-01T00:00:00Z', valid_to: '2026-01-01T00:00:00Z' })
		];
		const { rows: held, over } = rowsOf(rows, 'first_response', NOW);
		expect(held.map(({ team, channel, tier }) => [team, channel, tier].join('/'))).toEqual([
			...['//', '/phone/', '/phone/gold', '/chat/', 'Billing/phone/']
		]);
		expect(over).toHaveLength(1);
	});
});
