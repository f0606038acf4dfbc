import type { StandardsFile } from '#schema/standards/file.ts';
import type { Problem } from '#schema/standards/problem.ts';
import type { Standard } from '#schema/standards/standard.ts';
import type { Terms } from './revise.ts';

export const UNITS = { s: 1, min: 60, h: 3600, d: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** What a promise says, as it is written in a form. `counted`: the calendar, '' around the clock. */
export type Written = { amount: string; unit: Unit; nothing: boolean; counted: string };

/** The largest unit in which a length is a whole number; 24 h are not a day, and hours of a calendar never are. */
function unitOf(seconds: number, clock: Standard['clock']): Unit {
	if (clock === 'calendar' && seconds >= 2 * UNITS.d && seconds % UNITS.d === 0) return 'd';
	if (seconds >= UNITS.h && seconds % UNITS.h === 0) return 'h';
	return seconds >= UNITS.min && seconds % UNITS.min === 0 ? 'min' : 's';
}

export function writtenOf({ threshold_s, clock, calendar }: Terms): Written {
	if (threshold_s === null) return { amount: '', unit: 'h', nothing: true, counted: calendar };
	const unit = unitOf(threshold_s, clock);
	return { amount: String(threshold_s / UNITS[unit]), unit, nothing: false, counted: calendar };
}

/** What was written, as terms; an amount that is no number becomes 0 seconds, which nothing accepts. */
export function termsOf({ amount, unit, nothing, counted }: Written): Terms {
	const number = Number(amount.trim().replace(',', '.'));
	const seconds = amount.trim() !== '' && Number.isFinite(number) ? number * UNITS[unit] : 0;
	return {
		threshold_s: nothing ? null : seconds,
		clock: counted === '' ? 'calendar' : 'business',
		calendar: counted
	};
}

/** The first problem of a field, whichever row it is in: a form changes one row of a file that was right. */
export const problemOf = (problems: Problem[], ...fields: string[]) =>
	problems.find(({ path }) => fields.some((field) => path.endsWith(`.${field}`)));

/** Whether a calendar is as it was saved, so that the server can count by it. */
export const isSaved = (calendar: string, draft: StandardsFile, saved: StandardsFile) =>
	calendar === '' ||
	JSON.stringify(draft.calendars.find(({ id }) => id === calendar)) ===
		JSON.stringify(saved.calendars.find(({ id }) => id === calendar));
