import type { Grain, GroupBy } from '#schema/kpi.ts';

const DAY_MS = 86_400_000;

/**
 * Days are rolled up as a whole, but for the last two: hours of earlier days are counted from every single fact, and their rows are as many
 * as hours times groups. So by the hour a question is about so many days at most. All other grains may be asked of any range.
 */
export const RANGE_LIMITS = [
	{ grain: 'hour', grouped: true, days: 31 },
	{ grain: 'hour', grouped: false, days: 366 }
] as const;

type Asked = { from: string; to: string; grain: Grain; by?: GroupBy | undefined };

/** What is wrong with the range of a question, and what to ask instead; undefined when nothing is. */
export function tooLong({ from, to, grain, by }: Asked): string | undefined {
	const limit = RANGE_LIMITS.find((one) => one.grain === grain && one.grouped === (by !== undefined));
	if (!limit || Date.parse(to) - Date.parse(from) <= limit.days * DAY_MS) return undefined;
	const what = by === undefined ? 'by the hour' : `by the hour and by ${by}`;
	const instead = by === undefined ? 'grain=day' : 'grain=day, or leave by out';
	return `${what} at most ${limit.days} days are answered: expected from and to no further apart; else ask ${instead}`;
}
