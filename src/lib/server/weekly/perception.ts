import type { z } from 'zod';
import { ServqualDimension } from '#schema/event.ts';
import type { KpiId, KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';

type Dimension = z.infer<typeof ServqualDimension>;

/** Which promise of ours should drive what customers perceive. (Parasuraman, Zeithaml and Berry's five dimensions.) */
const DRIVERS = {
	reliability: 'promises_kept',
	responsiveness: 'first_response',
	assurance: 'first_contact_resolution',
	empathy: 'complaint_recovery',
	tangibles: 'inspection'
} as const satisfies Record<Dimension, KpiId>;

/** What customers perceive of a dimension against what they expect, beside what we do for it. */
export type Side = {
	dimension: Dimension;
	/** Null where nobody was asked. */
	perceived: { n: number; expectation: number; perception: number; gap: number } | null;
	driver: (typeof DRIVERS)[Dimension];
	row: KpiRow;
};
export type Perception = {
	gap: KpiRow<'servqual_gap'>;
	before: KpiRow<'servqual_gap'> & { from: string; to: string };
	sides: Side[];
};

/** Service-quality gaps of the week beside what should drive each. Rejects when ClickHouse cannot be reached. */
export async function perception(asking: ReviewAsking): Promise<Perception> {
	const { from, to } = asking.before;
	const dimensions = ServqualDimension.options;
	const [{ week, before }, rows] = await Promise.all([
		weeksOf(asking, 'servqual_gap'),
		Promise.all(
			dimensions.map(async (one): Promise<KpiRow> => (await weeksOf(asking, DRIVERS[one])).week.total)
		)
	]);
	const gap = week.total;
	const sides = dimensions.flatMap((dimension, index) => {
		const row = rows[index];
		const perceived = gap.dimensions[dimension] ?? null;
		return row ? [{ dimension, perceived, driver: DRIVERS[dimension], row }] : [];
	});
	return { gap, before: { ...before.total, from, to }, sides };
}
