import fc from 'fast-check';
import { z } from 'zod';
import { EVENT_SCHEMAS, EVENT_TYPES, type EventType } from '#schema/event.ts';

/** The server's clock of these tests. */
export const NOW = Date.parse('2026-11-21T12:00:00Z');

/** The bounds of the schemas and their neighbours, as lengths: where an answer turns. */
const LENGTHS = [0, 1, 2, 63, 64, 65, 199, 200, 201, 511, 512, 513, 1999, 2000, 2001, 9999, 10_000, 10_001];
const NUMBERS = [-1, -0, 0, 0.5, 1, 2, 4, 5, 6, 7, 8, 10, 11, 99, 100, 101, 1.5, 5e-324, 2 ** 53, -(2 ** 53)];

/** What one character of a long text is: one unit, two units, or half a character. */
const UNITS = ['x', '0', '客', '😀', '\ud83d', '\ude00', '\0', '\u2028', '"', '\\'];

const longText = fc
	.tuple(fc.constantFrom(...UNITS), fc.constantFrom(...LENGTHS), fc.constantFrom('', 'y', '😀', '\ud83d'))
	.map(([unit, length, end]) => unit.repeat(length) + end);

const character = fc.oneof(
	fc.integer({ min: 32, max: 126 }),
	fc.nat(0xffff), // half characters too
	fc.nat(0x10ffff)
);
const shortText = fc.string({ maxLength: 12, unit: character.map((code) => String.fromCodePoint(code)) });

const zone = fc.constantFrom('Z', '+00:00', '-00:00', '+08:00', '-23:59', '+23:59');

const dateBetween = (min: string | number, max: string | number) =>
	fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });

/** A time as RFC 3339 writes it, in any zone and to any part of a second; mostly one that an event may carry. */
export const instantText = fc
	.tuple(
		fc.oneof(
			{ weight: 8, arbitrary: dateBetween('1990-01-02', NOW - 86_400_000) },
			dateBetween('0001-01-02', '9998-12-30'),
			dateBetween(NOW - 660_000, NOW + 660_000),
			fc.constantFrom('1989-12-31T23:59:59.999Z', '2000-02-29', '2024-12-31').map((text) => new Date(text))
		),
		fc.constantFrom('', '.000', '.5', '.999', '.123456789'),
		fc.oneof({ weight: 3, arbitrary: fc.constant('Z') }, zone)
	)
	.map(([date, fraction, offset]) => date.toISOString().slice(0, 19) + fraction + offset);

/** Texts that are nearly such a time. */
const nearlyInstant = fc.oneof(
	fc.constantFrom(
		'2026-02-29T00:00:00Z',
		'2026-11-31T00:00:00Z',
		'2026-11-21T24:00:00Z',
		'2026-11-21T23:59:60Z',
		'2026-11-21T11:00Z',
		'2026-11-21T11:00:00',
		'2026-11-21T11:00:00.Z',
		'2026-11-21T11:00:00+24:00',
		'2026-11-21t11:00:00z',
		'2026-11-21 11:00:00Z',
		'+002026-11-21T11:00:00Z',
		'2026-11-21T11:00:00Z\n',
		'２０２６-11-21T11:00:00Z'
	),
	fc
		.tuple(instantText, fc.nat(30), fc.string({ minLength: 0, maxLength: 1 }))
		.map(([text, at, sign]) => text.slice(0, at) + sign + text.slice(at + 1))
);

/** Names that mean something to an object, and one that does not. */
export const ODD_NAMES = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'then',
	'0',
	''
];

/** An object whose every name is a property of its own, also `__proto__`, as `JSON.parse` makes them. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
	const made: Record<string, unknown> = {};
	for (const [name, value] of entries)
		Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
	return made;
}

const name = fc.oneof(shortText, fc.constantFrom(...ODD_NAMES), longText);

/** Any value at all: what JSON can say, infinities (1e400) and undefined included. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom(
		null,
		undefined,
		true,
		false,
		NaN,
		Infinity,
		-Infinity,
		'',
		[],
		{},
		'1',
		'null',
		'[object Object]'
	),
	fc.constantFrom(...NUMBERS),
	fc.double(),
	longText,
	shortText,
	instantText,
	nearlyInstant,
	fc.jsonValue(),
	fc.array(fc.tuple(name, shortText), { maxLength: 4 }).map(objectOf)
);

const known = new Map<z.core.$ZodType, fc.Arbitrary<unknown>>();

/** A value that a schema takes or nearly takes, read off its definition, so that a new field is tried by itself. */
function valueOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
	const values = known.get(schema) ?? readOff(schema); // many fields share a schema, and making one takes its time
	known.set(schema, values);
	return values;
}

function readOff(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
	if (schema instanceof z.ZodPipe) return valueOf(schema.def.in);
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
		return fc.oneof(
			{ weight: 5, arbitrary: valueOf(schema.def.innerType) },
			fc.constant(schema instanceof z.ZodOptional ? undefined : null)
		);
	if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.def.values);
	if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
	if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(valueOf));
	if (schema instanceof z.ZodBoolean) return fc.boolean();
	if (schema instanceof z.ZodNumber) return numberOf(schema);
	if (schema instanceof z.ZodISODateTime) return instantText;
	if (schema instanceof z.ZodString) return textOf(schema);
	if (schema instanceof z.ZodArray) return itemsOf(valueOf(schema.element));
	if (schema instanceof z.ZodRecord) return recordOf(schema);
	if (schema instanceof z.ZodObject) return shapeOf(schema.shape);
	return anything;
}

function numberOf({ minValue, maxValue, isInt }: z.ZodNumber): fc.Arbitrary<number> {
	const bounded = Number.isFinite(minValue) && Number.isFinite(maxValue);
	const range = { min: bounded ? Number(minValue) : 0, max: bounded ? Number(maxValue) : 10 };
	return isInt || !bounded ? fc.integer(range) : fc.double({ ...range, noNaN: true });
}

function textOf({ minLength, maxLength }: z.ZodString): fc.Arbitrary<string> {
	const exact = fc.constantFrom(...UNITS).map((unit) => unit.repeat(maxLength ?? 0));
	return fc.oneof(
		{ weight: 9, arbitrary: shortText.filter(({ length }) => length >= (minLength ?? 0)) },
		exact
	);
}

/** Mostly a few, now and then about as many as a list may have. */
const itemsOf = (item: fc.Arbitrary<unknown>) =>
	fc.oneof(
		{ weight: 9, arbitrary: fc.array(item, { maxLength: 3 }) },
		fc
			.tuple(item, fc.constantFrom(99, 100, 101))
			.map(([one, count]) => Array.from({ length: count }, () => structuredClone(one)))
	);

const recordOf = ({ keyType, valueType }: z.ZodRecord) =>
	fc
		.tuple(
			fc.array(
				fc.tuple(fc.oneof(valueOf(keyType).map(String), fc.constantFrom(...ODD_NAMES)), valueOf(valueType)),
				{ maxLength: 3 }
			),
			fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(31, 32, 33))
		)
		.map(([entries, more]) =>
			objectOf([...entries, ...Array.from({ length: more }, (_, ix): [string, string] => [`more ${ix}`, ''])])
		);

const shapeOf = (shape: Readonly<Record<string, z.core.$ZodType>>) =>
	fc
		.tuple(
			fc.boolean(),
			...Object.entries(shape).map(([field, schema]) =>
				valueOf(schema).map((value): [string, unknown] => [field, value])
			)
		)
		// A field that is not said is mostly not there at all; `undefined` itself comes from a source in this process.
		.map(([keep, ...entries]) =>
			objectOf(keep ? entries : entries.filter(([, value]) => value !== undefined))
		);

/** One arbitrary per event type: an event that is valid but for what refinements and clocks add. */
export const eventArbitraries = new Map<EventType, fc.Arbitrary<Record<string, unknown>>>(
	EVENT_TYPES.map((type) => [type, shapeOf(EVENT_SCHEMAS[type].shape)])
);
