import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { EVENT_DATA, EVENT_TYPES, type EventType } from '#schema/event.ts';
import { timeFormat } from './time-format.ts';
import { Zone } from '#schema/environment.ts';

const Column = z.string();
const Name = z.string().min(1).max(64);
const Cell = z.string().nullable();

/** `"x"` stands for `{ "is": "x" }`, a list for any of them; null is what the null markers say. */
const Condition = z.preprocess(
	(input) => (typeof input === 'object' && input !== null && !Array.isArray(input) ? input : { is: input }),
	z.strictObject({
		is: oneOrMore().optional(),
		not: oneOrMore().optional(),
		was: oneOrMore().optional(),
		was_not: oneOrMore().optional(),
		changed: z.boolean().optional()
	})
);
export type Condition = z.output<typeof Condition>;

function oneOrMore() {
	return z.preprocess((input) => (Array.isArray(input) ? input : [input]), z.array(Cell).min(1));
}

/** All of its conditions, by column. */
const Conditions = z.record(Column, Condition);

/** `"agent"` stands for `{ "column": "agent" }`. */
const Value = z.preprocess(
	(input) => (typeof input === 'string' ? { column: input } : input),
	z
		.strictObject({
			column: Column.optional(),
			const: z.union([z.string(), z.number(), z.boolean()]).optional(),
			map: z.record(z.string(), z.string()).optional(),
			else: z.string().optional(),
			number: z.literal(true).optional()
		})
		.refine(
			(value) => (value.column === undefined) !== (value.const === undefined),
			'expected a column or a const'
		)
		.refine(
			({ column, map, number }) => column !== undefined || !(map || number),
			'map and number need a column'
		)
		.refine((value) => value.else === undefined || value.map !== undefined, 'else needs a map')
);
export type Value = z.output<typeof Value>;

const Time = z
	.strictObject({
		columns: z
			.preprocess((input) => (typeof input === 'string' ? [input] : input), z.array(Column).min(1))
			.optional(),
		format: z.string().min(1).optional(),
		after: Name.optional(),
		plus: Column.optional(),
		not_before: z.array(Name).optional()
	})
	.refine(
		({ columns, format }) => (columns === undefined) === (format === undefined),
		'columns and format go together'
	)
	.refine(({ after, plus }) => (after === undefined) === (plus === undefined), 'after and plus go together')
	.refine(
		({ columns, after }) => (columns === undefined) !== (after === undefined),
		'expected columns and format, or after and plus'
	);
export type Time = z.output<typeof Time>;

const Values = z.record(Name, Value);

const Rule = z.strictObject({
	type: z.enum(EVENT_TYPES),
	at: Name,
	when: z.preprocess((input) => (Array.isArray(input) ? input : [input ?? {}]), z.array(Conditions).min(1)),
	each: z.array(Column).default([]),
	/** Only on the last row of its case: what stands there is how it ended. */
	last: z.boolean().default(false),
	name: Name.optional(),
	data: Values.default({}),
	attributes: Values.default({})
});
export type Rule = z.output<typeof Rule>;

const Shape = z.strictObject({
	$schema: z.string().optional(),
	about: z.string().optional(),
	source: z.string().min(1).max(512),
	case: Column,
	zone: Zone.optional(),
	delimiter: z.string().length(1).default(','),
	null: z.array(z.string()).default(['']),
	order: z.array(Column).default([]),
	times: z.record(Name, Time),
	data: Values.default({}),
	attributes: Values.default({}),
	events: z.array(Rule).min(1)
});

const fieldsOf = (type: EventType) =>
	Object.keys(EVENT_DATA[type].shape).filter((field) => field !== 'attributes');

type Complain = (path: (string | number)[], message: string) => void;

function checkTimes(times: Record<string, Time>, complain: Complain) {
	const known: string[] = [];
	for (const [name, { format, after, not_before = [] }] of Object.entries(times)) {
		for (const other of [...(after === undefined ? [] : [after]), ...not_before])
			if (!known.includes(other)) complain(['times', name], `"${other}" is not a time given above it`);
		known.push(name);
		try {
			if (format !== undefined) timeFormat({ format, zone: 'UTC' });
		} catch (error) {
			complain(['times', name, 'format'], error instanceof Error ? error.message : String(error));
		}
	}
}

function checkFields(
	path: (string | number)[],
	values: Record<string, Value>,
	type: EventType,
	complain: Complain
) {
	const known = fieldsOf(type);
	for (const field of Object.keys(values))
		if (!known.includes(field)) complain([...path, field], `no field of ${type}; it has ${known.join(', ')}`);
}

/** A whole mapping: how the rows of a CSV become events. See README. */
export const Mapping = Shape.superRefine((mapping, context) => {
	const complain: Complain = (path, message) => context.addIssue({ code: 'custom', path, message });
	checkTimes(mapping.times, complain);
	checkFields(['data'], mapping.data, 'case.assigned', complain);
	const names = new Set<string>();
	mapping.events.forEach((rule, index) => {
		const path = ['events', index];
		if (!Object.hasOwn(mapping.times, rule.at))
			complain([...path, 'at'], `"${rule.at}" is not one of the times`);
		checkFields([...path, 'data'], rule.data, rule.type, complain);
		const name = rule.name ?? rule.type;
		if (names.has(name))
			complain([...path, 'name'], `a second rule called ${name}: give it a name of its own`);
		names.add(name);
	});
});
export type Mapping = z.output<typeof Mapping>;

/** Reads a mapping; throws one error that lists all that is wrong with it. */
export function readMapping(file: string): Mapping {
	let input: unknown;
	try {
		input = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(`Cannot read the mapping ${file}: ${why}`, { cause: error });
	}
	const mapping = Mapping.safeParse(input);
	if (mapping.success) return mapping.data;
	const lines = mapping.error.issues.map(({ path, message }) => `  ${path.join('.') || '(top)'}: ${message}`);
	throw new Error(`The mapping ${file} is wrong:\n${lines.join('\n')}`);
}
