import { z } from 'zod';
import { Channel, Tier } from '../event.ts';
import { problem, type Path, type Problem } from './problem.ts';

/** What a standard can promise. `promise:KIND`: a promise.made of that kind that names no time it is due. */
export const METRICS = [
	'first_response',
	'resolution',
	'complaint_acknowledged',
	'complaint_remedied',
	'complaint_followed_up'
] as const;

const PROMISE = /^promise:.{1,200}$/s;

/** The longest that can be promised: 366 days. */
export const LONGEST_S = 366 * 86_400;

/** A standard is a promise, effective-dated. Empty team, channel or tier: all. */
export const Standard = z.strictObject({
	metric: z.string(),
	team: z.string().max(200).default(''),
	channel: z.string().max(200).default(''),
	tier: z.string().max(200).default(''),
	/** Kept if done within this many seconds; null: nothing is promised. */
	threshold_s: z.number().nullable(),
	/** Whose seconds: all of them, or those in which `calendar` is open. */
	clock: z.enum(['calendar', 'business']).default('calendar'),
	calendar: z.string().max(100).default(''),
	/** In force from here (included) … */
	valid_from: z.string(),
	/** … to here (not included). Null: still in force. */
	valid_to: z.string().nullable().default(null)
});
export type Standard = z.infer<typeof Standard>;

const FIRST_YEAR = Date.UTC(1900, 0, 1);
const LAST_YEAR = Date.UTC(2300, 0, 1);
const instant = z.iso.datetime({ offset: true });

/** Whether a text is a time with its zone, in a year that ClickHouse can hold. */
export function isInstant(text: string): boolean {
	const at = Date.parse(text);
	return instant.safeParse(text).success && at >= FIRST_YEAR && at < LAST_YEAR;
}

/** Whether a text names what can be promised. */
export const isMetric = (metric: string) => METRICS.some((known) => known === metric) || PROMISE.test(metric);

const among = (value: string, known: readonly string[]) => value === '' || known.includes(value);

function timeProblems({ valid_from, valid_to }: Standard, path: Path): Problem[] {
	const times = [
		...(isInstant(valid_from) ? [] : [problem([...path, 'valid_from'], 'instant')]),
		...(valid_to === null || isInstant(valid_to) ? [] : [problem([...path, 'valid_to'], 'instant')])
	];
	if (times.length > 0 || valid_to === null || Date.parse(valid_from) < Date.parse(valid_to)) return times;
	return [problem([...path, 'valid_to'], 'end_before_start', { from: valid_from, to: valid_to })];
}

/** What is wrong with a row of its own, whatever else is in the file. */
export function standardProblems(row: Standard, path: Path): Problem[] {
	const { metric, channel, tier, threshold_s } = row;
	const wrong: Problem[] = [];
	if (!isMetric(metric)) wrong.push(problem([...path, 'metric'], 'metric', { metric }));
	if (!among(channel, Channel.options))
		wrong.push(problem([...path, 'channel'], 'channel', { channel, known: Channel.options.join(', ') }));
	if (!among(tier, Tier.options))
		wrong.push(problem([...path, 'tier'], 'tier', { tier, known: Tier.options.join(', ') }));
	if (threshold_s !== null && !(threshold_s > 0 && threshold_s <= LONGEST_S))
		wrong.push(problem([...path, 'threshold_s'], 'threshold'));
	return [...wrong, ...timeProblems(row, path)];
}
