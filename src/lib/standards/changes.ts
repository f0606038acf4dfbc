import type { Calendar } from '#schema/standards/calendar.ts';
import type { StandardsFile } from '#schema/standards/file.ts';
import { scopeOf } from '#schema/standards/overlap.ts';
import type { Parameter } from '#schema/standards/parameter.ts';
import type { Standard } from '#schema/standards/standard.ts';
import { calendarSince } from './calendar-since.ts';

type Kind = 'added' | 'changed' | 'ended' | 'removed';

/** One thing that differs between two files; `since` is the first moment (ms) at which it makes a difference. */
export type Change = { kind: Kind; since: number } & (
	| { what: 'standard'; before: Standard | null; after: Standard | null }
	| { what: 'calendar'; before: Calendar | null; after: Calendar | null }
	| { what: 'parameter'; before: Parameter | null; after: Parameter | null }
);

const at = (time: string | null) => (time === null ? Infinity : Date.parse(time));
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const keyOf = (row: Standard) => `${scopeOf(row)} ${at(row.valid_from)}`;
const termsOf = ({ threshold_s, clock, calendar }: Standard) => [threshold_s, clock, calendar];

/** A promise that is in both files. */
function standardChange(before: Standard, after: Standard): Change {
	const sameTerms = same(termsOf(before), termsOf(after));
	const since = sameTerms ? Math.min(at(before.valid_to), at(after.valid_to)) : at(before.valid_from);
	return {
		what: 'standard',
		kind: sameTerms && after.valid_to !== null ? 'ended' : 'changed',
		before,
		after,
		since
	};
}

/** Where one ends and another begins for the same, that is one change of a promise. */
function joined(changes: Change[]): Change[] {
	const begun = new Map<string, Change>();
	for (const change of changes)
		if (change.what === 'standard' && change.kind === 'added' && change.after)
			begun.set(keyOf(change.after), change);
	const out: Change[] = [];
	const taken = new Set<Change>();
	for (const change of changes) {
		const { before, after } = change;
		const next =
			change.what === 'standard' && change.kind === 'ended' && change.after
				? begun.get(`${scopeOf(change.after)} ${at(change.after.valid_to)}`)
				: undefined;
		if (next?.what === 'standard' && change.what === 'standard') {
			taken.add(next);
			out.push({ ...change, kind: 'changed', after: next.after, since: change.since });
		} else if (before !== after) out.push(change);
	}
	return out.filter((change) => !taken.has(change));
}

function standardChanges(from: Standard[], to: Standard[]): Change[] {
	const earlier = new Map(from.map((row) => [keyOf(row), row]));
	const later = new Set(to.map(keyOf));
	const changes: Change[] = to.flatMap((after): Change[] => {
		const before = earlier.get(keyOf(after));
		if (!before)
			return [{ what: 'standard', kind: 'added', before: null, after, since: at(after.valid_from) }];
		return same(before, after) ? [] : [standardChange(before, after)];
	});
	const removed = from
		.filter((row) => !later.has(keyOf(row)))
		.map((before): Change => ({
			what: 'standard',
			kind: 'removed',
			before,
			after: null,
			since: at(before.valid_from)
		}));
	return joined([...changes, ...removed]);
}

function calendarChanges(from: StandardsFile, to: StandardsFile): Change[] {
	const ids = [...new Set([...from.calendars, ...to.calendars].map(({ id }) => id))];
	return ids.flatMap((id): Change[] => {
		const before = from.calendars.find((calendar) => calendar.id === id) ?? null;
		const after = to.calendars.find((calendar) => calendar.id === id) ?? null;
		if (same(before, after)) return [];
		const kind = before === null ? 'added' : after === null ? 'removed' : 'changed';
		return [{ what: 'calendar', kind, before, after, since: calendarSince(before, after, from, to) }];
	});
}

const parameterKey = ({ name, key, valid_from }: Parameter) => JSON.stringify([name, key, at(valid_from)]);

function parameterChanges(from: Parameter[], to: Parameter[]): Change[] {
	const earlier = new Map(from.map((row) => [parameterKey(row), row]));
	const later = new Map(to.map((row) => [parameterKey(row), row]));
	return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((key): Change[] => {
		const before = earlier.get(key) ?? null;
		const after = later.get(key) ?? null;
		const row = after ?? before;
		if (!row || same(before, after)) return [];
		const kind = before === null ? 'added' : after === null ? 'removed' : 'changed';
		return [{ what: 'parameter', kind, before, after, since: at(row.valid_from) }];
	});
}

/** What differs between two files, in the words of somebody who looks at promises, calendars and numbers. */
export const changesOf = (from: StandardsFile, to: StandardsFile): Change[] => [
	...standardChanges(from.standards, to.standards),
	...calendarChanges(from, to),
	...parameterChanges(from.parameters, to.parameters)
];

/** Changes that reach before a moment: numbers of the past become others by them. */
export const pastChanges = (changes: Change[], now: number) => changes.filter(({ since }) => since < now);
