import { expect, test } from 'vitest';
import { KPI_ROWS, type KpiId } from '#schema/kpi.ts';
import { besideOf } from '../../src/lib/beside.ts';
import { BESIDE } from '../../src/lib/question.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });

const beside = (kpi: KpiId, row: Record<string, unknown>) => besideOf(kpi, KPI_ROWS[kpi].parse(row), screen);
const notes = (kpi: KpiId, row: Record<string, unknown>) => beside(kpi, row).notes;

test.each(BESIDE)('%s without items says nothing beside', (kpi) => {
	expect(beside(kpi, {})).toEqual({ notes: [], broken: 0 });
});

test('service level: its counts, and what is overdue now as broken', () => {
	const row = { value: 0.8113, n: 1060, numerator: 860, denominator: 1060, overdue: 3, no_standard: 2 };
	expect(beside('service_level', row)).toEqual({
		notes: ['860 of 1,060', '2 without a promise'],
		broken: 3
	});
});

test('abandonment: the short and the unknown waits beside', () => {
	const row = { value: 0.1892, n: 5000, numerator: 946, denominator: 5000, short: 10, wait_unknown: 936 };
	expect(notes('abandonment', row)).toEqual(['946 of 5,000', '10 at once', '936 waits not known']);
});

test('fewer than five are counts already: they are not said twice', () => {
	const row = (n: number) => ({ value: 0.5, n, numerator: n / 2, denominator: n, short: 1 });
	expect(notes('abandonment', row(4))).toEqual(['1 at once']);
	expect(notes('abandonment', row(6))).toEqual(['3 of 6', '1 at once']);
});

test('resolution time: its spread, never a mean', () => {
	const row = { value: 79_560, p50: 79_560, p90: 1_373_574, n: 23_362, defects: 1 };
	expect(notes('resolution_time', row)).toEqual([
		'9 of 10 within 15\u00a0d\u00a022\u00a0h',
		'n 23,362',
		'1 left out: resolved before opened'
	]);
});

test('resolution time: how many were within their promise, where anything was promised', () => {
	const row = { value: 60, p50: 60, p90: 120, n: 50, numerator: 37, denominator: 40 };
	expect(notes('resolution_time', row)).toEqual([
		...['9 of 10 within 2\u00a0min', '92.5\u00a0% within the promise', 'n 50']
	]);
	const few = notes('resolution_time', { ...row, numerator: 3, denominator: 4 });
	expect(few[1]).toBe('3 of 4 within the promise');
});

test('cases opened: the complaints among them', () => {
	const row = { value: 24_918, n: 24_918, numerator: 305, denominator: 24_918 };
	expect(notes('cases_opened', row)).toEqual(['305 complaints among them']);
});
