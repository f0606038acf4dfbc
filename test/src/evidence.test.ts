import { expect, test } from 'vitest';
import { KPI_ROWS } from '#schema/kpi.ts';
import { durationsOf, evidence, shareOf } from '../../src/lib/evidence.ts';

test.each([
	[0, 'none'],
	[1, 'few'],
	[4, 'few'],
	[5, 'weak'],
	[29, 'weak'],
	[30, 'firm']
])('%d items are %s evidence', (n, strength) => expect(evidence(n)).toBe(strength));

test('a share of nothing is null, not zero', () => {
	expect(shareOf(undefined).share).toBeNull();
	expect(shareOf(KPI_ROWS.satisfaction.parse({ immature: 3 }))).toMatchObject({ share: null, immature: 3 });
	expect(shareOf(KPI_ROWS.satisfaction.parse({ numerator: 0, denominator: 7 })).share).toBe(0);
});

test('only a KPI of durations has a median', () => {
	expect(durationsOf(KPI_ROWS.first_response.parse({ n: 2, p50: 0, p90: 9 }))).toEqual({ p50: 0, p90: 9 });
	expect(durationsOf(KPI_ROWS.first_response.parse({}))).toBeNull();
	expect(durationsOf(KPI_ROWS.satisfaction.parse({ value: 0.5 }))).toBeNull();
});
