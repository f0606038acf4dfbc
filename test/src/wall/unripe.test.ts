import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '#schema/catalogue.ts';
import { KPI_ROWS, KpiId } from '#schema/kpi.ts';
import { createScreen } from '../../../src/lib/screen.ts';
import { Theme } from '../../../src/lib/theme.svelte.ts';
import { unripeText } from '../../../src/lib/wall/unripe.ts';

const screen = createScreen({ zone: 'UTC', theme: new Theme() });
const hour = (bucket: string, immature: number) => KPI_ROWS.complaint_recovery.parse({ bucket, immature });

test('says how many wait, and on which day the first can be judged', () => {
	const hours = [
		hour('2026-01-05T09:00:00Z', 2),
		hour('2026-01-05T07:00:00Z', 1),
		hour('2026-01-05T06:00:00Z', 0)
	];
	expect(unripeText('complaint_recovery', 3, hours, screen)).toBe(
		'none can be judged yet: 3 waiting, the first on 19 Jan'
	);
	expect(unripeText('promises_kept', 3, hours, screen)).toBe('none can be judged yet: 3 waiting');
});

test.each(KpiId.options)('the catalogue says of %s the days after which its view judges', (kpi) => {
	const sql = readFileSync(`schema/clickhouse/kpi/${kpi}.sql`, 'utf8');
	const days = /basis_at \+ INTERVAL (\d+) DAY\s+AS judged_at/.exec(sql)?.[1];
	expect(CATALOGUE[kpi].ripens_days).toBe(days === undefined ? undefined : Number(days));
});
