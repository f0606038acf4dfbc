import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '#schema/catalogue.ts';
import { KPI_ROWS, KpiAsk, KpiId } from '#schema/kpi.ts';
import { definitions } from '#schema/clickhouse/definitions.ts';

/** How many of nothing: a known zero. */
const COUNTS: ReadonlySet<string> = new Set(['waiting_now', 'cases_opened']);

const views = new Set(definitions().map(({ name }) => name));

describe.each(KpiId.options)('%s', (kpi) => {
	test('has a row that says "nothing": null and not zero, but where it is how many', () => {
		const value = COUNTS.has(kpi) ? 0 : null;
		expect(KPI_ROWS[kpi].parse({})).toMatchObject({ value, n: 0, immature: 0, low: null, high: null });
	});

	test('refuses a row that cannot be', () => {
		for (const row of [{ n: -1 }, { value: 'high' }, { denominator: 1.5 }, { immature: null }])
			expect(KPI_ROWS[kpi].safeParse(row).success).toBe(false);
	});

	test('is explained in both languages, with version and basis', () => {
		const entry = CATALOGUE[kpi];
		expect(entry).toMatchObject({
			id: kpi,
			version: expect.any(Number),
			period_basis: expect.stringMatching(/\w/)
		});
		expect(entry.definition['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
		expect(entry.name['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
	});

	test('is a view for analysts, with the items behind it', () => {
		expect(views).toContain(`kpi_${kpi}`);
		expect(views).toContain(`${kpi}_items`);
	});
});

test('a question without grain asks for the total of all teams and channels', () => {
	const ask = KpiAsk.parse({
		kpi: 'satisfaction',
		from: '2026-01-01T00:00:00Z',
		to: '2026-02-01T00:00:00+08:00'
	});
	expect(ask).toMatchObject({ grain: 'total', teams: [], channels: [] });
});
