import { describe, expect, test } from 'vitest';
import type { Calendar } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { changesOf, pastChanges } from '../../../src/lib/standards/changes.ts';
import { changePromise, endPromise } from '../../../src/lib/standards/revise.ts';
import { EMPTY, office, parameter, standard } from '../../schema/standards/support.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const MAY = '2026-05-01T00:00:00.000Z';
const JULY = '2026-07-01T00:00:00.000Z';
const row = standard();
const file: StandardsFile = { ...EMPTY, standards: [row] };
const kinds = (from: StandardsFile, to: StandardsFile) =>
	changesOf(from, to).map(({ what, kind }) => `${what} ${kind}`);
const past = (from: StandardsFile, to: StandardsFile) => pastChanges(changesOf(from, to), NOW).length > 0;
const TERMS = { threshold_s: 30, clock: 'calendar', calendar: '' } as const;

describe('what differs between two files', () => {
	test('is nothing between a file and itself', () => {
		expect(changesOf(file, structuredClone(file))).toEqual([]);
	});

	test('is one change where a promise becomes another', () => {
		const next = changePromise(file, row, TERMS, JULY, NOW);
		expect(changesOf(file, next)).toEqual([
			{
				what: 'standard',
				kind: 'changed',
				before: row,
				after: { ...row, threshold_s: 30, valid_from: JULY },
				since: Date.parse(JULY)
			}
		]);
	});

	test('tells ended, added and removed apart', () => {
		expect(kinds(file, endPromise(file, row, JULY, NOW))).toEqual(['standard ended']);
		expect(kinds(EMPTY, file)).toEqual(['standard added']);
		expect(kinds(file, EMPTY)).toEqual(['standard removed']);
		expect(kinds(endPromise(file, row, JULY, NOW), file)).toEqual(['standard changed']);
	});

	test('has calendars and parameters', () => {
		const more = { ...file, calendars: [office()], parameters: [parameter()] };
		expect(kinds(file, more)).toEqual(['calendar added', 'parameter added']);
		const other = { ...more, calendars: [office({ name: 'x' })], parameters: [parameter({ value: 1 })] };
		expect(kinds(more, other)).toEqual(['calendar changed', 'parameter changed']);
		expect(kinds(more, file)).toEqual(['calendar removed', 'parameter removed']);
	});
});

describe('a change of the past', () => {
	test('is one that begins before now', () => {
		expect(past(file, changePromise(file, row, TERMS, JULY, NOW))).toBe(false);
		expect(past(file, changePromise(file, row, TERMS, MAY, NOW))).toBe(true);
		expect(past(file, endPromise(file, row, JULY, NOW))).toBe(false);
		expect(past(file, endPromise(file, row, MAY, NOW))).toBe(true);
		expect(past(file, EMPTY)).toBe(true);
		expect(past(EMPTY, { ...EMPTY, parameters: [parameter({ valid_from: JULY })] })).toBe(false);
		expect(past(EMPTY, { ...EMPTY, parameters: [parameter({ valid_from: MAY })] })).toBe(true);
	});

	test('is not one of a promise that is not in force yet', () => {
		const upcoming = standard({ valid_from: JULY });
		const ahead = { ...EMPTY, standards: [upcoming] };
		expect(past(ahead, changePromise(ahead, upcoming, TERMS, JULY, NOW))).toBe(false);
		expect(past(ahead, EMPTY)).toBe(false);
	});

	test('is one of a calendar by which promises were counted', () => {
		const counted = standard({ clock: 'business', calendar: 'office' });
		const of = (calendar: Calendar, standards = [counted]) => ({
			...EMPTY,
			standards,
			calendars: [calendar]
		});
		const holiday = (date: string) => office({ holidays: [...office().holidays, { date, name: '' }] });
		expect(past(of(office()), of(office({ hours: { mon: [['08:00', '12:00']] } })))).toBe(true);
		expect(past(of(office()), of(office({ zone: 'Asia/Shanghai' })))).toBe(true);
		expect(past(of(office()), of(holiday('2026-05-14')))).toBe(true);
		expect(past(of(office()), of(holiday('2026-06-04')))).toBe(false);
		expect(past(of(office()), of(holiday('2025-06-04')))).toBe(false);
		expect(past(of(office()), of(office({ name: 'Other' })))).toBe(false);
		expect(past(of(office(), []), of(office({ zone: 'Asia/Shanghai' }), []))).toBe(false);
		const later = [standard({ ...counted, valid_from: JULY })];
		expect(past(of(office(), later), of(office({ zone: 'Asia/Shanghai' }), later))).toBe(false);
	});
});
