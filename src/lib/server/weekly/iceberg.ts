import { z } from 'zod';
import { Count } from '#schema/row.ts';
import type { ReviewAsking } from './asking.ts';
import { askView } from './view.ts';

/** How many customers had cause to complain, of whom `complaints` did. */
export const Iceberg = z.object({
	complaints: Count,
	/** From when on customers are asked about: thirteen weeks up to the end of the week. */
	asked_from: z.string(),
	/** Customers with a problem who were asked in the thirteen weeks, and who of them had spoken up. */
	asked: Count,
	spoken: Count,
	/** Whose voice rate it is: measured here, or the literature's. */
	curve: z.enum(['measured', 'book']),
	voice_rate: z.number(),
	/** Null: nobody of those asked had spoken up. */
	value: z.number().nullable(),
	/** The range of the voice rate alone; null without one. */
	low: z.number().nullable(),
	high: z.number().nullable()
});
export type Iceberg = z.infer<typeof Iceberg>;

/** The complaint iceberg of the week. Rejects when ClickHouse cannot be reached. */
export async function iceberg(asking: ReviewAsking): Promise<Iceberg> {
	const [row] = await askView(asking, { view: 'weekly_iceberg', row: Iceberg, order: 'complaints' });
	if (!row) throw new Error('weekly_iceberg: no row');
	return row;
}
