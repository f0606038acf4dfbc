import type { SavedAnnotation } from '#schema/annotation.ts';
import type { Grain } from '#schema/kpi.ts';
import { addDays, mondayOf, startOfDate } from '../zone.ts';

/** What a chart marks: an annotation, or several that begin in the same bucket or too near one another to be told apart. */
export type Flag = {
	/** Their numbers in the list below the chart, from 1. */
	numbers: number[];
	annotations: SavedAnnotation[];
	/** The bucket in which the first begins, and that in which the last of those ends that last longer, ms; within the chart. */
	time: number;
	until: number;
};

/** What a chart shows: from its first bucket to its last, ms, and how wide its buckets are. */
export type FlagExtent = { min: number; max: number; grain: Grain; zone: string };

/** The start of the bucket a day lies in; of hours, of the day. */
const bucketOf = (day: string, { grain, zone }: FlagExtent) =>
	startOfDate(grain === 'week' ? mondayOf(day) : day, zone);

/** When the bucket a day lies in is over. */
const endOf = (day: string, { grain, zone }: FlagExtent) =>
	startOfDate(grain === 'week' ? addDays(mondayOf(day), 7) : addDays(day, 1), zone);

const within = (time: number, { min, max }: FlagExtent) => Math.min(max, Math.max(min, time));

/** Whether any of an annotation's days is in the chart. */
export const isInChart = ({ first_day, last_day }: SavedAnnotation, extent: FlagExtent) =>
	bucketOf(first_day, extent) <= extent.max && endOf(last_day, extent) > extent.min;

/** Whether it concerns a team: it is about it, or about all. Without a team everything does. */
export const concerns = ({ teams }: Pick<SavedAnnotation, 'teams'>, team: string | undefined) =>
	team === undefined || teams.length === 0 || teams.includes(team);

/**
 * The flags of a chart, in order, of annotations by their first day. Those nearer than `apart` ms are one flag; of a team's chart only
 * those that concern it. An annotation's number is its place in the list, whether it is in the chart or not.
 */
export function flagsOf(
	annotations: readonly SavedAnnotation[],
	extent: FlagExtent,
	{ apart = 0, team }: { apart?: number; team?: string | undefined } = {}
): Flag[] {
	const flags: Flag[] = [];
	for (const [index, annotation] of annotations.entries()) {
		if (!isInChart(annotation, extent) || !concerns(annotation, team)) continue;
		const time = within(bucketOf(annotation.first_day, extent), extent);
		const until = within(bucketOf(annotation.last_day, extent), extent);
		const last = flags.at(-1);
		if (last && (time === last.time || time - last.time < apart)) {
			last.numbers.push(index + 1);
			last.annotations.push(annotation);
			if (until > time) last.until = Math.max(last.until, until);
		} else flags.push({ numbers: [index + 1], annotations: [annotation], time, until });
	}
	return flags;
}

/** The numbers of a flag as it says them: 3–5, or 1, 3 where what was between is no part of it. */
export function numbersText(numbers: readonly number[]): string {
	const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
	const all = last - first + 1 === numbers.length;
	return all && last > first ? `${first}–${last}` : numbers.join(', ');
}

/** Which part of the chart's width a moment stands at, 0 to 1; in the middle where there is one bucket alone. */
export const placeOf = (time: number, { min, max }: FlagExtent) =>
	max > min ? (time - min) / (max - min) : 0.5;

export type FlagFrame = { width: number; height: number; pad: number };

/** A flag as paths of a small drawing: its pole with a pennant, and a line along the top while it lasts. */
export type FlagMark = { flag: Flag; pole: string; lasting: string | null };

const PENNANT = { width: 5, height: 5 };

/** The flags of a small drawing (sparkline, small multiple) in its own coordinates. Pure: no DOM. */
export function flagMarks(
	flags: readonly Flag[],
	extent: FlagExtent,
	{ width, height, pad }: FlagFrame
): FlagMark[] {
	const x = (time: number) => Math.round((pad + placeOf(time, extent) * (width - 2 * pad)) * 10) / 10;
	return flags.map((flag) => {
		const [from, to] = [x(flag.time), x(flag.until)];
		// At the right edge the pennant flies to the left, or it would be cut off.
		const side = from + PENNANT.width > width ? -PENNANT.width : PENNANT.width;
		return {
			flag,
			pole: `M${from} ${height}V0l${side} ${PENNANT.height / 2}l${-side} ${PENNANT.height / 2}`,
			lasting: to > from ? `M${from} 0H${to}` : null
		};
	});
}
