import { expect, test } from 'vitest';
import { KPI_ROWS, KpiId } from '#schema/kpi.ts';
import { knownRow } from '../../src/lib/evidence.ts';
import { kpiLine } from '../../src/lib/kpi-line.ts';
import { createScreen } from '../../src/lib/screen.ts';
import { Theme } from '../../src/lib/theme.svelte.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const row = (kpi: KpiId, fields: Record<string, unknown> = {}) => KPI_ROWS[kpi].parse(fields);

const said = (kpi: KpiId, fields: Record<string, unknown>) => {
	const line = kpiLine(kpi, row(kpi, fields), screen);
	return [line?.figure ? screen.plain(line.figure) : line?.counts, line?.strength];
};

const COUNTS: readonly KpiId[] = ['waiting_now', 'cases_opened'];
const others = KpiId.options.filter((kpi) => !COUNTS.includes(kpi));

test.each(COUNTS)('%s of nobody is a known zero', (kpi) => {
	expect(said(kpi, {})).toEqual(['0', 'firm']);
});

test.each(COUNTS)('%s without a single event is no data', (kpi) => {
	const line = kpiLine(kpi, knownRow(row(kpi), null), screen);
	expect(line).toMatchObject({ figure: null, counts: null });
	expect(kpiLine(kpi, knownRow(row(kpi), '2026-11-21T00:00:00Z'), screen)?.figure).not.toBeNull();
});

test.each(others)('%s of nothing is no data, and not zero', (kpi) => {
	expect(kpiLine(kpi, row(kpi), screen)).toMatchObject({ figure: null });
});

test.each(KpiId.options)('%s that failed is told apart from one without items', (kpi) => {
	expect(kpiLine(kpi, undefined, screen)).toBeNull();
});

test.each([
	['service_level', { value: 0.8113, n: 1060, numerator: 860, denominator: 1060 }, '81.1\u00a0%', 'firm'],
	['abandonment', { value: 0.5, n: 4, numerator: 2, denominator: 4 }, '2 of 4', 'few'],
	['abandonment', { value: 0.5, n: 10, numerator: 5, denominator: 10 }, '50.0\u00a0%', 'weak'],
	['resolution_time', { value: 79_560, p50: 79_560, n: 23_362 }, '22\u00a0h\u00a006\u00a0min', 'firm'],
	['cases_opened', { value: 24_918, n: 24_918 }, '24,918', 'firm']
] as const)('%s %#: the value, or counts where there are few', (kpi, fields, text, strength) => {
	expect(said(kpi, fields)).toEqual([text, strength]);
});
