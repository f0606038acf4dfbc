import { z } from 'zod';

/** What people read, in both languages. */
export type Words = { en: string; 'zh-CN': string };

/** What the catalogue says of a KPI. */
export type Entry = {
	version: number;
	/** From when this version holds. */
	effective_from: string;
	/** points: a scale of its own, such as -100 to 100 of NPS or 0 to 100 of a score. */
	unit: 'share' | 'seconds' | 'count' | 'points' | 'per_10k' | 'per_million';
	/** Which way is better. */
	direction: 'up' | 'down' | 'none';
	/** So many days after an item's own time it can be judged; absent: at once, when its promise falls due, or by another time of its own. */
	ripens_days?: number;
	/** Which timestamp puts an item into a period. */
	period_basis: string;
	period_basis_zh: string;
	/**
	 * How time is counted: calendar time, or as the standard in force says (calendar or business hours); or what is kept as the standard says,
	 * and durations in calendar time.
	 */
	clock: 'calendar' | 'standard' | 'standard_and_calendar' | 'none';
	attribution: string;
	attribution_zh: string;
	exclusions: string;
	exclusions_zh: string;
	/** What is shown when there is little to count. */
	small_n: string;
	small_n_zh: string;
	definition: Words;
	name: Words;
};

/** The rule of most KPIs for few items. */
export const SMALL_N = 'fewer than 5: counts only; 5 to 29: the value greyed, with its interval';
export const SMALL_N_ZH = '少于 5 个：只显示计数；5 至 29 个：数值置灰，附区间';

/** A KPI as the catalogue knows it, and the fields of one row of its answer beside `schema/clickhouse/kpi/ID.sql`. */
export const defineKpi = <Row extends z.ZodRawShape>(kpi: { entry: Entry; row: Row }) => ({
	entry: kpi.entry,
	row: z.object(kpi.row)
});
