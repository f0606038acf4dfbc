import { expect, test } from 'vitest';
import { KPI_ROWS, type KpiId } from '#schema/kpi.ts';
import { besideOf } from '../../src/lib/beside.ts';
import { BESIDE } from '../../src/lib/question.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });

const answer = (kpi: KpiId, row: Record<string, unknown>) => KPI_ROWS[kpi].parse(row);

const said = (kpi: KpiId, row: Record<string, unknown>) => {
	const beside = besideOf(kpi, answer(kpi, row), screen);
	return [beside?.figure ? screen.plain(beside.figure) : null, ...(beside?.notes ?? [])];
};

test.each(BESIDE)('%s without items says so, and not zero', (kpi) => {
	expect(besideOf(kpi, answer(kpi, {}), screen)).toMatchObject({ figure: null, notes: [], broken: 0 });
});

test.each(BESIDE)('%s that failed is told apart from one without items', (kpi) => {
	expect(besideOf(kpi, undefined, screen)).toBeNull();
});

test('service level: the share, its counts, and what is overdue now as broken', () => {
	const row = { value: 0.8113, n: 1060, numerator: 860, denominator: 1060, overdue: 3, no_standard: 2 };
	expect(said('service_level', row)).toEqual(['81.1\u00a0%', '860 of 1,060', '2 without a promise']);
	expect(besideOf('service_level', answer('service_level', row), screen)?.broken).toBe(3);
});

test('abandonment: all abandons, the short and the unknown waits beside', () => {
	const row = { value: 0.1892, n: 5000, numerator: 946, denominator: 5000, short: 10, wait_unknown: 936 };
	expect(said('abandonment', row)).toEqual([
		'18.9\u00a0%',
		'946 of 5,000',
		'10 within 5 s',
		'936 waits not known'
	]);
});

test('resolution time: the median, never a mean alone', () => {
	expect(
		said('resolution_time', { value: 79_560, p50: 79_560, p90: 1_373_574, n: 23_362, defects: 1 })
	).toEqual([
		...['22\u00a0h\u00a006\u00a0min', '9 of 10 within 15\u00a0d\u00a022\u00a0h', 'n 23,362'],
		'1 left out: resolved before opened'
	]);
});

test('cases opened: how many, and the complaints among them', () => {
	expect(said('cases_opened', { value: 24_918, n: 24_918, numerator: 305, denominator: 24_918 })).toEqual([
		'24,918',
		'305 complaints among them'
	]);
});

test('fewer than five are counts, up to thirty greyed', () => {
	const share = (n: number) =>
		besideOf(
			'abandonment',
			answer('abandonment', { value: 0.5, n, numerator: n / 2, denominator: n }),
			screen
		);
	expect(share(4)).toMatchObject({ figure: [{ value: '2' }], weak: true });
	expect(share(10)).toMatchObject({ weak: true });
	expect(share(30)).toMatchObject({ weak: false });
});
