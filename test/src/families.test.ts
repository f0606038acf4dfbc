import { expect, test } from 'vitest';
import { kpisByFamily } from '../../src/lib/families.ts';
import { KpiId } from '#schema/kpi.ts';

test('every KPI stands in one family', () => {
	const standing = kpisByFamily().flatMap(({ kpis }) => kpis);
	expect([...standing].sort()).toEqual([...KpiId.options].sort());
});
