import { z } from 'zod';

export const count = z.int().min(0);
const seconds = z.number().nullable();

export const Share = z.object({ numerator: count, denominator: count });
export const WindowedShare = Share.extend({ immature: count });
export const none = { numerator: 0, denominator: 0 };

/** What every row has. `group`: null without `by`, '' unknown; `bucket`: its start, null for the total. */
export const base = {
	group: z.string().nullable().default(null),
	bucket: z.string().nullable().default(null),
	value: z.number().nullable().default(null),
	n: count.default(0),
	numerator: count.default(0),
	denominator: count.default(0),
	/** 95 % interval of the value: Wilson's for shares, Byar's for counts of complaints. */
	low: z.number().nullable().default(null),
	high: z.number().nullable().default(null),
	/** Items whose window has not passed: never in the value. */
	immature: count.default(0)
};

/** The value of a count: how many of nothing is a known zero. */
export const zeroable = base.value.unwrap().default(0);

/** What a KPI of durations has besides, in seconds. */
export const durations = {
	p50: seconds.default(null),
	p90: seconds.default(null),
	p95: seconds.default(null),
	max: seconds.default(null),
	sum: seconds.default(null),
	/** Items that cannot be right (an answer before the question): counted, left out. */
	defects: count.default(0)
};

/** A distribution without anything in it: a zero for each level. */
export const levels = (lowest: number, highest: number): Record<string, number> =>
	Object.fromEntries(Array.from({ length: highest - lowest + 1 }, (_, at) => [String(lowest + at), 0]));
