import { describe, expect, test } from 'vitest';
import { fileProblems, type StandardsFile } from '#schema/standards/file.ts';
import type { Standard } from '#schema/standards/standard.ts';
import {
	addPromise,
	changePromise,
	endPromise,
	freeId,
	setParameter,
	succeedCalendar
} from '../../../src/lib/standards/revise.ts';
import { EMPTY, office, parameter, standard } from '../../schema/standards/support.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const JULY = '2026-07-01T00:00:00.000Z';
const AUGUST = '2026-08-01T00:00:00.000Z';
const TERMS = { threshold_s: 30, clock: 'calendar', calendar: '' } as const;
const fileOf = (...standards: Standard[]): StandardsFile => ({ ...EMPTY, standards });
const row = standard();

describe('changing a promise', () => {
	test('ends what is in force and begins anew: the past keeps its promise', () => {
		const next = changePromise(fileOf(row), row, TERMS, JULY, NOW);
		expect(next.standards).toEqual([
			{ ...row, valid_to: JULY },
			{ ...row, threshold_s: 30, valid_from: JULY }
		]);
		expect(fileProblems(next)).toEqual([]);
	});

	test('keeps the end that was set before', () => {
		const ending = standard({ valid_to: AUGUST });
		expect(changePromise(fileOf(ending), ending, TERMS, JULY, NOW).standards[1]).toMatchObject({
			valid_to: AUGUST
		});
	});

	test('rewrites it where the change begins with it', () => {
		expect(changePromise(fileOf(row), row, TERMS, row.valid_from, NOW).standards).toEqual([
			{ ...row, threshold_s: 30 }
		]);
	});

	test('moves what is not in force yet, and the end of the one before with it', () => {
		const first = { ...row, valid_to: JULY };
		const second = standard({ threshold_s: 10, valid_from: JULY });
		const next = changePromise(fileOf(first, second), second, TERMS, AUGUST, NOW);
		expect(next.standards).toEqual([
			{ ...row, valid_to: AUGUST },
			{ ...row, threshold_s: 30, valid_from: AUGUST }
		]);
	});
});

describe('ending a promise', () => {
	test('closes it', () => {
		expect(endPromise(fileOf(row), row, JULY, NOW).standards).toEqual([{ ...row, valid_to: JULY }]);
	});

	test('takes back what is not in force yet, and lets the one before go on', () => {
		const changed = changePromise(fileOf(row), row, TERMS, JULY, NOW);
		const [, upcoming = row] = changed.standards;
		expect(endPromise(changed, upcoming, AUGUST, NOW)).toEqual(fileOf(row));
	});
});

test('a promise for the same as another shows as an overlap', () => {
	expect(
		fileProblems(addPromise(fileOf(row), standard({ valid_from: JULY }))).map(({ code }) => code)
	).toEqual(['overlap']);
});

describe('a calendar with other hours from a time on', () => {
	const business = standard({ clock: 'business', calendar: 'office' });
	const later = standard({ ...business, channel: 'chat', valid_from: AUGUST });
	const over = standard({ ...business, channel: 'web', valid_to: '2026-02-01T00:00:00.000Z' });
	const file = { ...fileOf(business, later, over), calendars: [office()] };
	const next = succeedCalendar(file, 'office', office({ hours: { mon: [['08:00', '16:00']] } }), JULY);

	test('is a calendar of its own; the old one stays as it was', () => {
		expect(next.calendars).toEqual([
			office(),
			office({ id: 'office-2', hours: { mon: [['08:00', '16:00']] } })
		]);
	});

	test('counts the promises from then on, and none before', () => {
		expect(next.standards).toEqual([
			{ ...business, valid_to: JULY },
			{ ...business, calendar: 'office-2', valid_from: JULY },
			{ ...later, calendar: 'office-2' },
			over
		]);
		expect(fileProblems(next)).toEqual([]);
	});

	test('takes the next free id', () => {
		expect(freeId(next, 'office')).toBe('office-3');
		expect(freeId(next, 'office-2')).toBe('office-3');
	});
});

test('a number set twice from the same time on stands once', () => {
	const once = setParameter(EMPTY, parameter());
	expect(setParameter(once, parameter({ value: 7 })).parameters).toEqual([parameter({ value: 7 })]);
	expect(setParameter(once, parameter({ valid_from: JULY })).parameters).toHaveLength(2);
});
