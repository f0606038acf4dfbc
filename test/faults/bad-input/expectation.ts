import { CLASS_NAMES, DATE_CLASSES, type Class } from './badness.ts';
import type { Base, Field, Kind } from './contract.ts';

/** What has to be said to an event with one bad field. `paths`: the field in whose name it may be refused. */
export type Verdict = 'accepted' | { reason: 'invalid' | 'unknown_type' | 'too_large'; paths: string[] };

/** These make the event itself larger than 64 KiB, whatever the field. */
const OVER_EVENT: ReadonlySet<Class> = new Set<Class>([
	'over_event',
	'vast_array',
	'vast_object',
	'deepest_arrays',
	'deepest_objects'
]);

const UNKNOWN: Class[] = ['missing', 'null'];
/** Texts that are strange, and nothing else: whoever takes text takes them. */
const STRANGE: Class[] = [
	'not_a_number',
	'digits',
	'prototype_word',
	'nul',
	'byte_order_mark',
	'control',
	'bidi',
	'astral',
	'spaces',
	'markup'
];
const TEXT: Class[] = [...STRANGE, ...DATE_CLASSES, 'at_limit'];
// What does not name an event, a case or a promise is mended: half a character becomes the replacement character.
const OPTIONAL_TEXT: Class[] = [...UNKNOWN, ...TEXT, 'empty_text', 'lone_surrogate'];
const ZERO: Class[] = ['zero', 'minus_zero', 'vanishing'];
const ANY_NUMBER: Class[] = [...ZERO, 'whole', 'fraction', 'negative', 'beyond_2_53'];
const OBJECTS: Class[] = [
	'empty_object',
	'like_array',
	'like_value',
	'prototype_object',
	'prototype_keys',
	'huge_object',
	'deep_objects',
	'twice_bad_last' // ends in an empty object
];
/** RFC 3339 in capitals, of whatever year. A leap second names no instant that could be kept. */
const INSTANT: Class[] = [
	'at_limit',
	'leap_day',
	'nine_minutes_ahead',
	'offset_extreme',
	'offset_unknown',
	'fraction_long'
];
/** When a promise falls due may be long ago or far ahead. */
const ANY_INSTANT: Class[] = [...INSTANT, 'before_1990', 'eleven_minutes_ahead', 'year_0000', 'year_9999'];

/** What each kind of field takes. What is not named here is refused. A key said twice counts as said last. */
const TAKES: Record<Kind, readonly Class[]> = {
	specversion: [],
	identifier: TEXT,
	type: [],
	time: INSTANT,
	instant: ANY_INSTANT,
	'instant?': [...UNKNOWN, ...ANY_INSTANT],
	data: [],
	base64: UNKNOWN,
	ignored: CLASS_NAMES,
	dimension: OPTIONAL_TEXT,
	'text 2000': OPTIONAL_TEXT,
	'text 10000': OPTIONAL_TEXT,
	label: [...OPTIONAL_TEXT, ...ANY_NUMBER],
	choice: [...UNKNOWN, 'empty_text'],
	word: [],
	'word?': UNKNOWN,
	flag: [...UNKNOWN, 'boolean'],
	percent: [...UNKNOWN, ...ZERO, 'whole', 'fraction', 'at_limit'],
	number: ANY_NUMBER,
	'number?': [...UNKNOWN, ...ANY_NUMBER],
	scale: [...UNKNOWN, 'whole', 'at_limit'],
	'1 to 5': ['whole', 'at_limit'],
	'1 to 5?': [...UNKNOWN, 'whole', 'at_limit'],
	csat: ['whole', 'fraction', 'at_limit'],
	nps: [...ZERO, 'whole', 'at_limit'],
	ces: ['whole', 'at_limit'],
	fcr: [...ZERO, 'at_limit'],
	items: [...UNKNOWN, 'empty_array', 'at_limit'],
	// An attribute called __proto__ is never kept, whatever it is.
	attributes: [
		...UNKNOWN,
		'empty_object',
		'twice_bad_last',
		'at_limit',
		'prototype_keys',
		'prototype_object'
	],
	attribute: ['missing', 'empty_text', 'lone_surrogate', ...TEXT]
};

const TEXT_CLASSES: ReadonlySet<Class> = new Set<Class>([
	...OPTIONAL_TEXT.filter((name) => !UNKNOWN.includes(name))
]);

/** Data that says nothing is enough where nothing needs to be said. */
const ofEmptyData = ({ needs }: Base): Verdict =>
	needs.length === 0 ? 'accepted' : { reason: 'invalid', paths: needs };

/** What has to be said to an event of this base whose field is bad in this way. */
export function expected(name: Class, { path, kind }: Field, base: Base): Verdict {
	if (OVER_EVENT.has(name)) return { reason: 'too_large', paths: [''] };
	if (name === 'twice_good_last') return 'accepted';
	if (kind === 'data' && (name === 'missing' || OBJECTS.includes(name))) return ofEmptyData(base);
	if (kind === 'type' && TEXT_CLASSES.has(name)) return { reason: 'unknown_type', paths: [path] };
	return TAKES[kind].includes(name) ? 'accepted' : { reason: 'invalid', paths: [path] };
}

/** Whether a path is that of a field or of something in it. */
export const isWithin = (path: string, paths: readonly string[]) =>
	paths.some((field) => path === field || (field !== '' && path.startsWith(`${field}.`)));
