import fc from 'fast-check';
import type { Kind } from './contract.ts';

/**
 * The classes of bad input. A value is its JSON text, for much of what is bad cannot be said otherwise (1e400, -0, a key said
 * twice). `MARK` stands for a text of MARK_LENGTH characters that is another one each time.
 */
export const MARK = '§';
export const MARK_LENGTH = 12;

/** What is written for a field: nothing, or one value for each time that its key is said. */
export type Values = readonly string[];
type Arbitrary = fc.Arbitrary<Values>;

const text = (value: string) => JSON.stringify(value);
const oneOf = (...values: string[]): Arbitrary => fc.constantFrom(...values).map((value) => [value]);
const texts = (...values: string[]): Arbitrary => oneOf(...values.map(text));

/** A short text with one of these somewhere in it. */
const holding = (...signs: string[]): Arbitrary =>
	fc
		.tuple(fc.constantFrom(...signs), fc.integer({ min: 0, max: 2 }), fc.stringMatching(/^[a-z]{0,6}$/))
		.map(([sign, at, word]) => [
			text(
				[
					[sign, MARK, word],
					[MARK, sign, word],
					[MARK, word, sign]
				][at]?.join('') ?? ''
			)
		]);

const nested = (open: string, close: string, least: number, most: number): Arbitrary =>
	fc
		.oneof(fc.constant(most), fc.integer({ min: least, max: most }))
		.map((levels) => [`${open.repeat(levels)}0${close.repeat(levels)}`]);

const zeros = (count: number) => `[${'0,'.repeat(count - 1)}0]`;
const keys = (count: number, value: string) =>
	`{${Array.from({ length: count }, (_, ix) => `"k${ix}":${value}`).join(',')}}`;

const minutesAhead = (minutes: number): Arbitrary =>
	fc
		.constantFrom('Z', '+00:00', '-00:00')
		.map((zone) => [text(new Date(Date.now() + minutes * 60_000).toISOString().replace('Z', zone))]);

/** Of a kind with a limit: a value just within it, or one just beyond it. */
type Limits = { at: Arbitrary; over: Arbitrary };

const longText = (length: number): Arbitrary =>
	fc
		.constantFrom('x', 'é', '中')
		.map((letter) => [text(MARK + letter.repeat(Math.max(0, length - MARK_LENGTH)))]);
const lengths = (most: number): Limits => ({ at: longText(most), over: longText(most + 1) });
const numbers = (at: string[], over: string[]): Limits => ({ at: oneOf(...at), over: oneOf(...over) });
const oneToFive = numbers(['1', '5', '5.0', '1e0'], ['0', '6', '1.5', '0.9999999', '5.0000001']);
const servqual = '{"dimension":"empathy","expectation":5,"perception":4}';
const list = (count: number) => `[${`${servqual},`.repeat(count - 1)}${servqual}]`;
const named = (length: number) => `{"${'k'.repeat(length)}":"v"}`;
const instants: Limits = {
	at: texts('2024-02-29T23:59:59.999Z', '1990-01-01T00:00:00Z', '1990-01-01T01:00:00+01:00'),
	over: texts('2023-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-01-05T23:60:00Z')
};

const LIMITS: Partial<Record<Kind, Limits>> = {
	identifier: lengths(512),
	dimension: lengths(200),
	attribute: lengths(200),
	label: lengths(200),
	'text 2000': lengths(2_000),
	'text 10000': lengths(10_000),
	percent: numbers(['0', '100', '1e2', '99.999999'], ['-0.0001', '100.0001', '101', '1e3']),
	scale: numbers(['2', '100'], ['1', '101', '2.5', '0']),
	'1 to 5': oneToFive,
	'1 to 5?': oneToFive,
	csat: numbers(['1', '5', '4.5'], ['0', '0.9999', '5.0001', '6']),
	nps: numbers(['0', '10'], ['-1', '11', '9.5']),
	ces: numbers(['1', '7'], ['0', '8', '6.5']),
	fcr: numbers(['0', '1'], ['-1', '2', '0.5']),
	items: { at: oneOf(list(100), list(1)), over: oneOf(list(101)) },
	attributes: {
		at: oneOf(keys(32, '"v"'), named(64), named(1)),
		over: oneOf(keys(33, '"v"'), named(65), named(0))
	},
	time: { at: instants.at, over: texts('1989-12-31T23:59:59.999Z', '1990-01-01T00:00:00+00:01') },
	instant: instants,
	'instant?': instants
};

/** What else a class may depend on: the field's kind, and a good value of it. */
type About = { kind: Kind; good: string };

/** What is written for a field of a class of badness; nothing when a field of that kind has no such class. */
type Make = (about: About) => Arbitrary | undefined;
const same = (made: Arbitrary) => () => made;

const PRESENCE = {
	missing: same(fc.constant<Values>([])),
	null: same(oneOf('null')),
	empty_text: same(oneOf('""')),
	twice_good_last: ({ good }) =>
		fc.constantFrom('{}', '[1]', '-1', 'null', '"§"').map((bad): Values => [bad, good]),
	twice_bad_last: ({ good }) => fc.constant<Values>([good, '{}'])
} satisfies Record<string, Make>;

const LENGTH = {
	at_limit: ({ kind }) => LIMITS[kind]?.at,
	over_limit: ({ kind }) => LIMITS[kind]?.over,
	over_event: same(oneOf(text('x'.repeat(70_000)), text('中'.repeat(30_000))))
} satisfies Record<string, Make>;

const NUMBERS = {
	zero: same(oneOf('0', '0.0', '0e9')),
	minus_zero: same(oneOf('-0', '-0.0', '-0e1')),
	whole: same(oneOf('3', '4', '4.0', '30e-1')),
	fraction: same(oneOf('1.5', '1.25', '0.15e1')),
	negative: same(fc.integer({ min: -1_000_000, max: -1 }).map((value) => [String(value)])),
	beyond_2_53: same(
		fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 63n }).map((value): Values => [String(value)])
	),
	infinite: same(oneOf('1e400', '-1e400', '1e309', `1${'0'.repeat(400)}`)),
	vanishing: same(oneOf('1e-400', `0.${'0'.repeat(400)}1`, '1e-999'))
} satisfies Record<string, Make>;

const TEXTS = {
	boolean: same(oneOf('true', 'false')),
	not_a_number: same(texts('NaN', 'Infinity', '-Infinity', 'undefined', '1e400', '0x10')),
	digits: same(fc.nat().map((value): Values => [text(`${value}`)])),
	prototype_word: same(
		texts(
			'__proto__',
			'constructor',
			'prototype',
			'toString',
			'hasOwnProperty',
			'valueOf',
			'__defineGetter__'
		)
	),
	lone_surrogate: same(holding('\ud800', '\udfff', '\udc00\ud800', '\ud83d')),
	nul: same(holding('\0', '\0\0')),
	byte_order_mark: same(holding('\ufeff', '\ufffe', '\uffff')),
	control: same(holding('\u0001', '\u001b[31m', '\r\n', '\t', '\u007f', '\u0085', '\u2028', '\u2029')),
	bidi: same(holding('\u202e', '\u2066', '\u200f', '\u200b', '\u061c')),
	astral: same(holding('😀', '👩‍👩‍👧‍👦', '\u{20bb7}', '\u{10ffff}', 'e\u0301')),
	spaces: same(texts(' ', '   ', '\u00a0', '\u3000')),
	markup: same(
		holding('<script>alert(1)</script>', "'; DROP TABLE events; --", '${7*7}', '{{7*7}}', '%00', '../../x')
	)
} satisfies Record<string, Make>;

const STRUCTURES = {
	empty_array: same(oneOf('[]')),
	in_array: ({ good }) => fc.constant<Values>([`[${good}]`]),
	zeros: same(oneOf(zeros(1), zeros(3), '[null]', '[true,"x",{}]')),
	huge_array: same(oneOf(zeros(10_000), zeros(20_000))),
	vast_array: same(oneOf(zeros(40_000), zeros(100_000))),
	empty_object: same(oneOf('{}')),
	like_array: same(oneOf('{"0":5,"length":1}', '{"length":1e9,"0":0}')),
	like_value: same(oneOf('{"toString":1,"valueOf":2}', '{"length":5,"toString":null}')),
	prototype_object: same(
		oneOf('{"__proto__":{"team":"x"}}', '{"__proto__":null}', '{"__proto__":{"__proto__":{"polluted":true}}}')
	),
	prototype_keys: same(
		oneOf('{"constructor":"x","hasOwnProperty":"y"}', '{"toString":"x"}', '{"prototype":"x","then":"y"}')
	),
	huge_object: same(oneOf(keys(2_000, '0'), keys(5_000, '0'))),
	vast_object: same(oneOf(keys(20_000, '0'))),
	deep_arrays: same(nested('[', ']', 10, 10_000)),
	deepest_arrays: same(nested('[', ']', 40_000, 100_000)),
	deep_objects: same(nested('{"a":', '}', 10, 5_000)),
	deepest_objects: same(nested('{"a":', '}', 20_000, 100_000))
} satisfies Record<string, Make>;

const DATES = {
	february_30: same(texts('2026-02-30T09:30:00Z', '2024-02-30T09:30:00Z')),
	february_29: same(texts('2026-02-29T09:30:00Z', '1900-02-29T09:30:00Z')),
	leap_day: same(texts('2024-02-29T09:30:00Z', '2000-02-29T09:30:00+01:00')),
	month_13: same(texts('2026-13-01T09:30:00Z', '2026-00-10T09:30:00Z', '2026-01-00T09:30:00Z')),
	hour_24: same(texts('2026-01-05T24:00:00Z', '2026-01-05T25:00:00Z')),
	leap_second: same(texts('2016-12-31T23:59:60Z', '2016-12-31T23:59:61Z')),
	year_0000: same(texts('0000-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', '0000-12-31T00:00:00+23:59')),
	year_9999: same(texts('9999-12-31T23:59:59Z', '9999-12-31T23:59:59.999-23:59')),
	other_years: same(texts('+002026-01-05T09:30:00Z', '-000001-01-05T09:30:00Z', '20260-01-05T09:30:00Z')),
	before_1990: same(texts('1989-12-31T23:59:59Z', '1970-01-01T00:00:00Z', '1899-12-31T00:00:00.000Z')),
	nine_minutes_ahead: same(minutesAhead(9)),
	eleven_minutes_ahead: same(minutesAhead(11)),
	offset_99: same(
		texts('2026-01-05T09:30:00+99:99', '2026-01-05T09:30:00+24:00', '2026-01-05T09:30:00+01:60')
	),
	offset_extreme: same(texts('2026-01-05T09:30:00+23:59', '2026-01-05T09:30:00-23:59')),
	offset_unknown: same(texts('2026-01-05T09:30:00-00:00')),
	offset_short: same(texts('2026-01-05T09:30:00+01', '2026-01-05T09:30:00+0100', '2026-01-05T09:30:00+1:00')),
	no_zone: same(texts('2026-01-05T09:30:00', '2026-01-05 09:30:00')),
	zone_name: same(texts('2026-01-05T09:30:00 CET', '2026-01-05T09:30:00+01:00[Europe/Berlin]')),
	no_seconds: same(texts('2026-01-05T09:30Z', '2026-01-05T09Z')),
	fraction_long: same(texts('2026-01-05T09:30:00.123456789Z', `2026-01-05T09:30:00.${'1'.repeat(60)}+01:00`)),
	fraction_empty: same(texts('2026-01-05T09:30:00.Z', '2026-01-05T09:30:00,5Z')),
	space_for_t: same(texts('2026-01-05 09:30:00Z', '2026-01-05_09:30:00Z')),
	lower_case: same(texts('2026-01-05t09:30:00z', '2026-01-05T09:30:00z')),
	date_only: same(texts('2026-01-05', '2026-01', '2026', '2026-W02-1', '2026-005')),
	around: same(texts(' 2026-01-05T09:30:00Z', '2026-01-05T09:30:00Z\n', '2026-01-05T09:30:00Z\0')),
	other_words: same(texts('now', 'Mon, 05 Jan 2026 09:30:00 GMT', '05/01/2026 09:30', 'P1D', '1767605400')),
	other_digits: same(texts('２０２６-01-05T09:30:00Z', '2026-01-05T٠٩:30:00Z'))
} satisfies Record<string, Make>;

export const CLASSES = { ...PRESENCE, ...LENGTH, ...NUMBERS, ...TEXTS, ...STRUCTURES, ...DATES };
export type Class = keyof typeof CLASSES;
export const CLASS_NAMES = Object.keys(CLASSES) as Class[];
export const DATE_CLASSES = Object.keys(DATES) as (keyof typeof DATES)[];

/** What may be written for a field of a class; nothing when it has no such class. */
export const valuesOf = (name: Class, about: About): Arbitrary | undefined => (CLASSES[name] as Make)(about);
