import type { Calendar } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { scopeOf } from '#schema/standards/overlap.ts';
import type { Parameter } from '#schema/standards/parameter.ts';
import type { Standard } from '#schema/standards/standard.ts';

// Changes to a standards file. Each gives a new file; what was in force before a change keeps what it said.

/** What is promised, apart from whom and when. */
export type Terms = Pick<Standard, 'threshold_s' | 'clock' | 'calendar'>;

const at = (time: string | null) => (time === null ? Infinity : Date.parse(time));

/** Whether a promise is not in force yet at a moment (ms). */
export const isUpcoming = ({ valid_from }: Standard, now: number) => at(valid_from) > now;
export const isOver = ({ valid_to }: Standard, now: number) => at(valid_to) <= now;

const withStandards = (file: StandardsFile, standards: Standard[]): StandardsFile => ({ ...file, standards });

/** The promise for the same that ends where this one begins. */
const before = ({ standards }: StandardsFile, row: Standard) =>
	standards.find((other) => scopeOf(other) === scopeOf(row) && at(other.valid_to) === at(row.valid_from));

/**
 * Promises something else from a time on: the promise in force ends there, a new one begins. One that is not in force
 * yet becomes another, and the one before it lasts until then.
 */
export function changePromise(
	file: StandardsFile,
	row: Standard,
	terms: Terms,
	from: string,
	now: number
): StandardsFile {
	const next = { ...row, ...terms, valid_from: from };
	if (at(from) > at(row.valid_from) && !isUpcoming(row, now))
		return withStandards(
			file,
			file.standards.flatMap((other) => (other === row ? [{ ...row, valid_to: from }, next] : [other]))
		);
	const former = before(file, row);
	return withStandards(
		file,
		file.standards.map((other) => {
			if (other === row) return next;
			return other === former ? { ...former, valid_to: from } : other;
		})
	);
}

/** Ends a promise at a time. One that is not in force yet is taken back, and the one before it goes on. */
export function endPromise(file: StandardsFile, row: Standard, end: string, now: number): StandardsFile {
	if (!isUpcoming(row, now))
		return withStandards(
			file,
			file.standards.map((other) => (other === row ? { ...row, valid_to: end } : other))
		);
	const former = before(file, row);
	return withStandards(
		file,
		file.standards
			.filter((other) => other !== row)
			.map((other) => (other === former ? { ...former, valid_to: row.valid_to } : other))
	);
}

export const addPromise = (file: StandardsFile, row: Standard) =>
	withStandards(file, [...file.standards, row]);

/** The promises counted by a calendar, now or at any time. */
export const promisesBy = ({ standards }: StandardsFile, calendar: string) =>
	standards.filter((row) => row.calendar === calendar);

/** Puts a calendar in the place of the one with its id, or adds it. */
export function putCalendar(file: StandardsFile, calendar: Calendar): StandardsFile {
	const known = file.calendars.some(({ id }) => id === calendar.id);
	const calendars = known
		? file.calendars.map((other) => (other.id === calendar.id ? calendar : other))
		: [...file.calendars, calendar];
	return { ...file, calendars };
}

export const removeCalendar = (file: StandardsFile, calendar: string): StandardsFile => ({
	...file,
	calendars: file.calendars.filter(({ id }) => id !== calendar)
});

/** An id that is free: office-2 after office. */
export function freeId({ calendars }: StandardsFile, id: string): string {
	const stem = id.replace(/-\d+$/, '');
	for (let number = 2; ; number++) {
		const candidate = `${stem}-${number}`;
		if (calendars.every((calendar) => calendar.id !== candidate)) return candidate;
	}
}

/**
 * Gives a calendar other hours from a time on: they become a calendar of their own, and every promise that is counted by the
 * old one is counted by the new one from then on.
 */
export function succeedCalendar(
	file: StandardsFile,
	id: string,
	next: Calendar,
	from: string
): StandardsFile {
	const renamed = { ...next, id: freeId(file, id) };
	const standards = file.standards.flatMap((row) => {
		if (row.calendar !== id || at(row.valid_to) <= at(from)) return [row];
		if (at(row.valid_from) >= at(from)) return [{ ...row, calendar: renamed.id }];
		return [
			{ ...row, valid_to: from },
			{ ...row, calendar: renamed.id, valid_from: from }
		];
	});
	return { ...putCalendar(file, renamed), standards };
}

const sameParameter = (a: Parameter, b: Parameter) => a.name === b.name && a.key === b.key;

/** Sets a number from a time on. */
export function setParameter(file: StandardsFile, parameter: Parameter): StandardsFile {
	const others = file.parameters.filter(
		(other) => !(sameParameter(other, parameter) && at(other.valid_from) === at(parameter.valid_from))
	);
	return { ...file, parameters: [...others, parameter] };
}

export const removeParameter = (file: StandardsFile, parameter: Parameter): StandardsFile => ({
	...file,
	parameters: file.parameters.filter((other) => other !== parameter)
});
