import { termsKey } from '../../standards/rows.ts';
import { addDays, dateIn, mondayOf, startOfDate } from '../../zone.ts';
import type { SavedFile, Standards } from './standards.ts';

const HOUR_MS = 3_600_000;

/** Friday 17:00 of this week, or of the next: the hour at which calendar and opening hours part. */
export function fridayAfternoon(now: number, zone: string): string {
	const friday = addDays(mondayOf(dateIn(now, zone)), 4);
	const at = (date: string) => startOfDate(date, zone) + 17 * HOUR_MS;
	return new Date(at(friday) > now ? at(friday) : at(addDays(friday, 7))).toISOString();
}

/** When each promise of a file would fall due if it were made then, by its terms. */
export async function readExamples(standards: Standards, { content }: SavedFile, at: string) {
	const terms = new Map(
		content.standards.flatMap((row) =>
			row.threshold_s === null ? [] : [[termsKey(row), { ...row, threshold_s: row.threshold_s }] as const]
		)
	);
	if (terms.size === 0) return {};
	const promises = [...terms.values()].map(({ threshold_s, clock, calendar }) => ({
		threshold_s,
		clock,
		calendar
	}));
	const due = await standards.due({ at, promises: promises.slice(0, 1_000) });
	return Object.fromEntries([...terms.keys()].map((key, index) => [key, due[index] ?? null]));
}
