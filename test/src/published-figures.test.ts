import { expect, test } from 'vitest';
import { nothing, PUBLISHED_KPIS, sameFigure } from '../../src/lib/server/published/figures.ts';

test.each(PUBLISHED_KPIS)('%s of nothing has no value, but where it is how many', (kpi) => {
	const value = kpi === 'cases_opened' ? 0 : null;
	expect(nothing(kpi)).toMatchObject({ value, n: 0, numerator: 0, denominator: 0, immature: 0 });
});

test('nothing published without a value and nothing as a zero are the same figure; a zero and one are not', () => {
	const zero = nothing('cases_opened');
	expect(sameFigure({ ...zero, value: null }, zero)).toBe(true);
	expect(sameFigure(zero, { ...zero, value: 1, n: 1, denominator: 1 })).toBe(false);
	expect(sameFigure({ ...zero, value: 0, n: 3, denominator: 3 }, nothing('satisfaction'))).toBe(false);
});
