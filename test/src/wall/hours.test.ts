import { expect, test } from 'vitest';
import { KPI_ROWS, type KpiId } from '#schema/kpi.ts';
import { hoursOf, isDrawn } from '../../../src/lib/wall/hours.ts';

const time = (clock: string) => Date.parse(`2026-01-05T${clock}Z`);
const extent = { from: time('00:00'), to: time('00:00') + 86_400_000, as_of: time('11:30') };

const hour = (kpi: KpiId, clock: string, fields: Record<string, unknown>) =>
	KPI_ROWS[kpi].parse({ bucket: new Date(time(clock)).toISOString(), ...fields });

test.each([
	['cases_opened', { value: 40, n: 40, numerator: 4, denominator: 40 }, 40],
	['nps', { value: -20, n: 50, numerator: 15, denominator: 50 }, -20],
	['first_response', { value: 18, p50: 18, n: 50, numerator: 45, denominator: 50 }, 18],
	['abandonment', { value: 0.1, n: 50, numerator: 5, denominator: 50 }, 0.1]
] as const)('the course of %s is that of its own value', (kpi, fields, value) => {
	expect(hoursOf(kpi, [hour(kpi, '10:00', fields)], extent)).toMatchObject([
		{ value, few: false, partial: false }
	]);
});

test('only the running hour is unfinished, and a lone first one says so too', () => {
	const share = { value: 0.9, n: 50, numerator: 45, denominator: 50, immature: 3 };
	const rows = ['10:00', '11:00', '12:00'].map((clock) => hour('service_level', clock, share));
	expect(hoursOf('service_level', rows, extent).map(({ partial }) => partial)).toEqual([false, true]);
	expect(hoursOf('service_level', rows.slice(1, 2), extent)).toMatchObject([{ partial: true }]);
});

test('an hour of fewer than five draws no line, but a count is as it is', () => {
	const few = { value: 1, n: 3, numerator: 3, denominator: 3 };
	expect(hoursOf('service_level', [hour('service_level', '10:00', few)], extent).some(isDrawn)).toBe(false);
	const counted = hour('cases_opened', '10:00', { ...few, value: 3 });
	expect(hoursOf('cases_opened', [counted], extent).some(isDrawn)).toBe(true);
});
