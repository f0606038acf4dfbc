import { z } from 'zod';

type Words = { en: string; 'zh-CN': string };

/** What the catalogue says of a KPI. */
export type Entry = {
	version: number;
	/** From when this version holds. */
	effective_from: string;
	/** points: a scale of its own, such as -100 to 100 of NPS or 0 to 100 of a score. */
	unit: 'share' | 'seconds' | 'count' | 'points' | 'per_10k' | 'per_million';
	/** Which way is better. */
	direction: 'up' | 'down' | 'none';
	/** Which timestamp puts an item into a period. */
	period_basis: string;
	/** How time is counted: calendar time, or as the standard in force says (calendar or business hours). */
	clock: 'calendar' | 'standard' | 'none';
	attribution: string;
	exclusions: string;
	/** What is shown when there is little to count. */
	small_n: string;
	definition: Words;
	name: Words;
};

/** The rule of most KPIs for few items. */
export const SMALL_N = 'fewer than 5: counts only; 5 to 29: the value greyed, with its interval';

/** A KPI as the catalogue knows it, and the fields of one row of its answer beside `schema/clickhouse/kpi/ID.sql`. */
export const defineKpi = <Row extends z.ZodRawShape>(kpi: { entry: Entry; row: Row }) => ({
	entry: kpi.entry,
	row: z.object(kpi.row)
});
