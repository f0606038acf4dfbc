import { z } from 'zod';
import type { KpiId } from '#schema/kpi.ts';

const Part = z.object({
	ask: z.int(),
	group: z.string().nullable(),
	bucket: z.string().nullable(),
	value: z.number().nullable(),
	numerator: z.int(),
	denominator: z.int()
});

/** The rows of one of the KPIs a scorecard is made of, as they came. */
export type ScorecardPart = { kpi: KpiId; rows: readonly unknown[] };

/** What a scorecard is asked with where its parts have been asked before: every row of each, column by column. */
export function givenParts(parts: readonly ScorecardPart[]): Record<string, unknown> {
	const rows = parts.flatMap(({ kpi, rows }) =>
		z
			.array(Part)
			.parse(rows)
			.map((row) => ({ ...row, component: kpi }))
	);
	return Object.fromEntries(
		([...Part.keyof().options, 'component'] as const).map((name) => [
			`part_${name}`,
			rows.map((row) => row[name])
		])
	);
}
